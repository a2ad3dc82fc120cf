import type { Question } from '#shared/contract.ts'
import type { Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { Answers, OpenedSource } from '#engine/ports.ts'
import type { Sniffed } from '#engine/look-tools.ts'
import { findServiceFormat, SERVICE_ROLES, suggestServiceFormat } from '../service-formats/service-registry.ts'
import type { ServiceFormat } from '../service-formats/service-read.ts'
import { sniffSample } from '../formats/sniff-sample.ts'
import { PREVIEW_ROWS } from './preview-sink.ts'
import { questionOf, type Doubt } from './question-choices.ts'
import { answerIn, doubtOf } from './questions.ts'
import { sampleRows } from './sniff-columns.ts'
import { NOTHING, type Look } from './sniffed.ts'

/** Whether files of a role are service-level files. */
export function isServiceRole(role: Role): boolean {
  return SERVICE_ROLES.includes(role)
}

/**
 * Says what a service-level file is, or null where it is none. It is read by its own format, so there is nothing to map;
 * its times may have to be asked about. Throws FORMAT_UNKNOWN where the user chose a role it does not fit.
 */
export function sniffService(file: OpenedSource, name: string, { said }: Look): Sniffed | null {
  const { text } = file
  if (text === null) return null
  const { role } = said
  const found =
    role !== null && isServiceRole(role)
      ? { role, format: findServiceFormat(text, { path: name, role }), reason: 'As you chose' }
      : suggestServiceFormat(text)
  if (found === null) return null
  const sniff = sniffSample(file)
  return {
    ...NOTHING,
    format: found.format.id,
    reason: `${found.reason}.`,
    role: found.role,
    holds: found.role,
    questions: serviceQuestions(found.format, text, { role: found.role, path: name }, said.answers),
    ...(sniff !== null && {
      preview_header: sniff.header.map((cell) => cell.text),
      preview: sampleRows(text, sniff).slice(0, PREVIEW_ROWS),
    }),
  }
}

function serviceQuestions(
  format: ServiceFormat,
  text: string,
  { role, path }: { readonly role: Role; readonly path: string },
  given: Answers,
): Question[] {
  const questions: Question[] = []
  let answers: Answers = {}
  for (;;) {
    const { zone = null, dateOrder = null } = answers
    const doubt = doubtIn(() => format.read(text, { path, role, zone, dateOrder }))
    if (doubt === null || questions.some(({ kind }) => kind === doubt.kind)) return questions
    const question = questionOf(doubt, given)
    questions.push(question)
    answers = { ...answers, ...(answerIn(doubt, given) ?? (question.choices[0]?.answers as Answers)) }
  }
}

/** Only the head is looked at, so other failures may be the cut's; loading the whole file says them. */
function doubtIn(read: () => unknown): Doubt | null {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof AppError) return doubtOf(error)
    throw error
  }
}
