import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import { readArrowTable } from './arrow-table.ts'
import { recordFormat, type Reading } from './record-format.ts'
import { barLengthOfName } from './symbol-of-name.ts'

const MAGIC = 'ARROW1'
const CANDLES = ['date', 'open', 'high', 'low', 'close', 'volume'] as const

/** Freqtrade's candles as feather (Arrow IPC, LZ4 or Zstandard): date, open, high, low, close, volume; symbol and bar length are in the name. */
export const freqtradeFeather = recordFormat(
  {
    id: 'freqtrade-feather',
    title: 'Freqtrade candles (feather)',
    holds: 'market',
    times: 'Arrow timestamp, UTC',
  },
  ({ head }) =>
    Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC
      ? { score: 0.8, reason: 'An Arrow IPC (feather) file.' }
      : null,
  writeCandles,
)

async function writeCandles({ sample, sink, writer, file }: Reading): Promise<void> {
  const { columns, length } = readArrowTable(await readFile(sample.realPath), sample.path)
  const missing = CANDLES.find((name) => !columns.has(name))
  if (missing !== undefined)
    throw new AppError(
      'COLUMN_MISSING',
      `Cannot read ${sample.path}: the feather file has no column "${missing}"; save it as CSV.`,
      {
        file: sample.path,
        column: missing,
      },
    )
  const named = barLengthOfName(sample.path)
  if (named !== null) file.declareBars(named)
  sink.place.name = 'feather'
  const at = (name: string, row: number) => columns.get(name)?.(row) ?? null
  for (let row = 0; row < length; row += 1) {
    writer.write(row + 1, () => ({
      bars: [
        {
          symbol: file.symbol(),
          t: at('date', row),
          open: at('open', row),
          high: at('high', row),
          low: at('low', row),
          close: at('close', row),
          volume: at('volume', row),
        },
      ],
    }))
    if (writer.isPauseDue) await writer.pause()
  }
}
