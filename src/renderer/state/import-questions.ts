import type { Params, Question } from '#shared/contract.ts'

export type Answers = Params<'import.run'>['files'][number]['answers']

/** What is asked, in words. */
export const QUESTION_TEXT: Readonly<Record<Question['kind'], string>> = {
  zone: 'In which time zone are its times?',
  'date-order': 'Is the day or the month first in its dates?',
  decimal: 'Is its decimal mark a point or a comma?',
  'fee-sign': 'What does a fee with a minus mean?',
  strategy: 'Which strategy of the file?',
  symbol: 'Which symbol is it?',
  security: 'Which kind of security is it?',
  'contract-size': 'How much does one contract hold?',
  'bar-length': 'How long is one bar?',
  capital: 'What was the account worth before the first row?',
  service: 'Which of its services does the strategy depend on?',
  word: 'What does this word mean?',
  'equity-files': 'It speaks for the same time as equity loaded before, with other values. Whose are they?',
}

const ANSWER_OF: Readonly<Record<Question['kind'], keyof Answers>> = {
  zone: 'zone',
  'date-order': 'dateOrder',
  decimal: 'decimal',
  'fee-sign': 'feeSign',
  strategy: 'strategy',
  symbol: 'symbol',
  security: 'security',
  'contract-size': 'contractSizes',
  'bar-length': 'barMicros',
  capital: 'capital',
  service: 'service',
  word: 'words',
  'equity-files': 'equityFiles',
}

/** Returns what tells a question of a file from its others: contract sizes are asked for each symbol, meanings for each word. */
export function questionKey({ kind, example }: Question): string {
  return kind === 'contract-size' || kind === 'word' ? `${kind}-${example}` : kind
}

/** Returns whether one of a question's choices, or another answer of its kind, was given. */
export function isAnswered({ kind, example }: Question, answers: Answers): boolean {
  if (kind === 'contract-size') return answers.contractSizes?.[example] !== undefined
  if (kind === 'word') return answers.words?.[example] !== undefined
  return answers[ANSWER_OF[kind]] !== undefined
}

/** Returns whether exactly this answer was given. */
export function isGiven(given: Answers, answers: Answers): boolean {
  const { contractSizes = {}, words = {}, ...others } = given
  return (
    Object.entries(contractSizes).every(([symbol, size]) => answers.contractSizes?.[symbol] === size) &&
    Object.entries(words).every(([word, meaning]) => answers.words?.[word] === meaning) &&
    Object.entries(others).every(([name, value]) => answers[name as keyof Answers] === value)
  )
}

/** Joins an answer to those given; contract sizes are one for each symbol, meanings one for each word. */
export function withAnswer(answers: Answers, given: Answers): Answers {
  const sizes = { ...answers.contractSizes, ...given.contractSizes }
  const words = { ...answers.words, ...given.words }
  return {
    ...answers,
    ...given,
    ...(Object.keys(sizes).length > 0 && { contractSizes: sizes }),
    ...(Object.keys(words).length > 0 && { words }),
  }
}

/** Returns the answer a typed text gives, or null where it gives none. */
export function typedAnswer({ kind, example }: Question, typed: string): Answers | null {
  const text = typed.trim()
  if (text === '') return null
  if (kind === 'symbol') return { symbol: text }
  if (kind === 'strategy') return { strategy: text }
  if (kind === 'service') return { service: text }
  const number = Number(text.replaceAll(/[\s,_]/g, ''))
  if (!Number.isFinite(number) || number <= 0) return null
  if (kind === 'capital') return { capital: number }
  return kind === 'contract-size' ? { contractSizes: { [example]: number } } : null
}
