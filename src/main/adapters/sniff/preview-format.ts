import type { Question } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { Answers, Format, ReadOptions } from '#engine/ports.ts'
import type { PreviewSource } from './preview-source.ts'
import { EnoughRows, PreviewSink, type PreviewRows } from './preview-sink.ts'
import { questionOf, type Doubt } from './question-choices.ts'
import { answerIn, doubtOf } from './questions.ts'

/** What a format makes of a file, and what it has to ask first. */
export interface FormatPreview extends PreviewRows {
  readonly questions: readonly Question[]
}

/** Answers that only serve to read on and find what else is asked; the rows read under them are not shown. */
const PROVISIONAL: Partial<Record<Question['kind'], (doubt: Doubt) => Answers>> = {
  symbol: () => ({ symbol: 'UNKNOWN' }),
  strategy: () => ({}),
}

/** Returns the first rows a format reads of a file under the given answers, and everything it asks; no rows while something is not answered. */
export async function previewFormat(
  format: Format,
  source: PreviewSource,
  given: Answers,
  options: ReadOptions,
): Promise<FormatPreview> {
  const questions: Question[] = []
  let isAnswered = true
  let answers: Answers = given.strategy === undefined ? {} : { strategy: given.strategy }
  for (;;) {
    const sink = new PreviewSink()
    const doubt = await readUntilDoubt(format, source, { ...options, answers }, sink)
    const isKnown = questions.some(({ kind, example }) => kind === doubt?.kind && example === doubt.example)
    if (doubt === null || isKnown) {
      const shown = sink.shown()
      return { ...shown, ...(isAnswered ? {} : { header: [], rows: [] }), questions }
    }
    const isOrderOpen = given.dateOrder === undefined && questions.some(({ kind }) => kind === 'date-order')
    const question = questionOf(isOrderOpen ? { ...doubt, dateOrder: null } : doubt, given)
    const answer = answerIn(doubt, given)
    isAnswered &&= answer !== null
    questions.push(question)
    answers = withAnswer(answers, answer ?? PROVISIONAL[doubt.kind]?.(doubt) ?? firstChoice(question))
  }
}

/** Reads to the end, or to the first thing that reads two ways. What the head alone cannot show is no defect of the file. */
async function readUntilDoubt(
  format: Format,
  { sample, isWhole }: PreviewSource,
  options: ReadOptions,
  sink: PreviewSink,
): Promise<Doubt | null> {
  try {
    await format.read(sample, options, sink)
  } catch (error) {
    if (error instanceof EnoughRows) return null
    const doubt = error instanceof AppError ? doubtOf(error) : null
    if (doubt === null && (isWhole || !(error instanceof AppError))) throw error
    return doubt
  }
  return null
}

function firstChoice({ choices }: Question): Answers {
  return (choices[0]?.answers ?? {}) as Answers
}

/** Joins answers; contract sizes are one for each symbol, meanings one for each word. */
export function withAnswer(answers: Answers, more: Answers): Answers {
  const sizes = { ...answers.contractSizes, ...more.contractSizes }
  const words = { ...answers.words, ...more.words }
  return {
    ...answers,
    ...more,
    ...(Object.keys(sizes).length > 0 && { contractSizes: sizes }),
    ...(Object.keys(words).length > 0 && { words }),
  }
}
