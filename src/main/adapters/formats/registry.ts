import type { FileSample, Format } from '#engine/ports.ts'
import { AppError } from '#shared/errors.ts'
import { freqtradeBacktest } from './freqtrade-backtest.ts'
import { freqtradeSqlite } from './freqtrade-sqlite.ts'
import { sniffDelimited } from './sniff-delimited.ts'

/** Every foreign format that is recognised by itself, the most specific first. A new one is a file and a line here. */
export const FORMATS: readonly Format[] = [freqtradeSqlite, freqtradeBacktest]

/** A format that fits a file, and how well. */
export interface DetectedFormat {
  readonly format: Format
  readonly score: number
  readonly reason: string
}

/** Returns the formats that fit a file, the best first; equal scores keep the order of `formats`, the most specific first. */
export function rankFormats(sample: FileSample, formats: readonly Format[] = FORMATS): DetectedFormat[] {
  return formats
    .flatMap((format) => {
      const detection = format.detect(sample)
      return detection === null || detection.score <= 0 ? [] : [{ format, ...detection }]
    })
    .sort((a, b) => b.score - a.score)
}

/** Returns the format that fits a file best (of equals the most specific). Throws FORMAT_UNKNOWN, with the header that was seen and how to map it, when none does. */
export function detectFormat(sample: FileSample, formats: readonly Format[] = FORMATS): Format {
  const [best] = rankFormats(sample, formats)
  if (best !== undefined) return best.format
  throw new AppError(
    'FORMAT_UNKNOWN',
    `Cannot read ${sample.path}: ${whatWasSeen(sample)}; say which columns it has in a mapping file.`,
    {
      file: sample.path,
      hint: 'Write a mapping file (docs/formats.md) and give it with --mapping, or map the columns under Import > Columns.',
    },
  )
}

function whatWasSeen(sample: FileSample): string {
  if (sample.text === null) return 'the binary content is of no known kind'
  const text = sample.text.trimStart()
  if (text.startsWith('{') || text.startsWith('[')) return 'the JSON is of no known kind'
  const sniff = sniffDelimited(sample.text, sample.path, sample.bytes <= sample.head.length)
  if (!sniff.hasHeader) return 'line 1 looks like data, not a header'
  const names = sniff.header.map((cell) => cell.text).join(', ')
  return `the header "${names.length > 200 ? `${names.slice(0, 200)}...` : names}" fits no known format`
}
