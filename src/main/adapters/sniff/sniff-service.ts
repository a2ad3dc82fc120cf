import type { Question } from '#shared/contract.ts'
import { isServiceRole, type Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import type { Answers, OpenedSource } from '#engine/ports.ts'
import type { Sniffed } from '#engine/look-tools.ts'
import { canonicalService, serviceColumns } from '../service-formats/canonical-service.ts'
import { chooseService } from '../service-formats/service-choice.ts'
import { chosenService } from '../service-formats/service-mapping.ts'
import { detectServiceFormat, suggestServiceFormat, unknownService } from '../service-formats/service-registry.ts'
import type { ServiceFormat } from '../service-formats/service-read.ts'
import { sniffDelimited, type DelimitedSniff } from '../formats/sniff-delimited.ts'
import { sniffSample } from '../formats/sniff-sample.ts'
import { isHeadWhole } from './preview-source.ts'
import { withAnswer } from './preview-format.ts'
import { PREVIEW_ROWS } from './preview-sink.ts'
import { questionOf, type Doubt } from './question-choices.ts'
import { answerIn, doubtOf } from './questions.ts'
import { proposeServiceColumns } from './service-synonyms.ts'
import { describeColumns, sampleRows } from './sniff-columns.ts'
import { NOTHING, noRows, type Look } from './sniffed.ts'

/** Words that are asked about at once: of a column with more, the import asks on. */
const MOST_QUESTIONS = 8

/**
 * Says what a service-level file is, or null where it is none. One that is recognised is read by its own format; the columns
 * of a table that is not are mapped, once the user said what it is. Both are read to find what has to be asked. Throws
 * FORMAT_UNKNOWN where the user chose a role it does not fit and it is no table.
 */
export function sniffService(file: OpenedSource, name: string, look: Look): Sniffed | null {
  const { text } = file
  if (text === null) return null
  const { role } = look.said
  const found = role === null ? suggestServiceFormat(text) : chosenRole(text, role)
  if (found === null) return role !== null && isServiceRole(role) ? sniffMapped(file, text, name, role, look) : null
  const sniff = sniffSample(file)
  const isCanonical = found.format === canonicalService
  return {
    ...NOTHING,
    format: found.format.id,
    reason: `${found.reason}.`,
    role: found.role,
    holds: found.role,
    questions: serviceQuestions(text, { role: found.role, path: name, given: look.said.answers }, (words) =>
      isCanonical ? chosenService(found.role, {}, words) : found.format,
    ),
    ...(sniff !== null && shownRows(text, sniff)),
  }
}

function chosenRole(text: string, role: Role): ReturnType<typeof suggestServiceFormat> {
  const format = isServiceRole(role) ? detectServiceFormat(text, role) : null
  return format === null ? null : { role, format, reason: 'As you chose' }
}

/** A table of a role whose columns have other names: each canonical column with the one proposed for it. */
function sniffMapped(file: OpenedSource, text: string, name: string, role: Role, { said }: Look): Sniffed {
  const sniff = /^\s*[[{]/.test(text) ? null : sniffDelimited(text, name, isHeadWhole(file))
  if (sniff === null || !sniff.hasHeader) throw unknownService(text, { path: name, role })
  const proposed = proposeServiceColumns(role, sniff.header, said.columns)
  const sources = Object.fromEntries([...proposed].map(([field, cell]) => [field, cell.text]))
  const used = new Set(Object.values(sources))
  const columns = serviceColumns(role, new Set(proposed.keys()))
  return {
    ...NOTHING,
    format: sniff.delimiter === '\t' ? 'canonical-tsv' : 'canonical-csv',
    reason: 'No known format claims it; its columns were matched by name.',
    role,
    holds: role,
    columns: describeColumns(columns, proposed, sniff, sampleRows(text, sniff)),
    unused: sniff.header.filter((cell) => !used.has(cell.text)).map((cell) => cell.text),
    questions: serviceQuestions(text, { role, path: name, given: said.answers }, (words) =>
      chosenService(role, sources, words),
    ),
    ...shownRows(text, sniff),
    problem: sniff.headerOnly ? noRows(name) : null,
  }
}

function shownRows(text: string, sniff: DelimitedSniff): Pick<Sniffed, 'preview_header' | 'preview'> {
  return {
    preview_header: sniff.header.map((cell) => cell.text),
    preview: sampleRows(text, sniff).slice(0, PREVIEW_ROWS),
  }
}

interface Asked {
  readonly role: Role
  readonly path: string
  readonly given: Answers
}

/** Finds what a file cannot say by reading it under the answers so far, each doubt once. */
function serviceQuestions(
  text: string,
  { role, path, given }: Asked,
  formatUnder: (words: Readonly<Record<string, string>>) => ServiceFormat,
): Question[] {
  const questions: Question[] = []
  let answers: Answers = {}
  for (;;) {
    const { zone = null, dateOrder = null, service, words = {} } = answers
    const doubt = doubtIn(() =>
      chooseService(formatUnder(words).read(text, { path, role, zone, dateOrder }), { path, role, service }),
    )
    const isKnown = questions.some(({ kind, example }) => kind === doubt?.kind && example === doubt.example)
    if (doubt === null || isKnown || questions.length === MOST_QUESTIONS) return questions
    const question = questionOf(doubt, given)
    questions.push(question)
    answers = withAnswer(answers, answerIn(doubt, given) ?? ((question.choices[0]?.answers ?? {}) as Answers))
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
