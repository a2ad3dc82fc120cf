import { join } from 'node:path'
import type { Command } from 'commander'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { writeWhole } from '../write-whole.ts'
import { wholeFrom } from './parse-options.ts'

/** Adds `parity sample`. */
export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description(
      'Write the generated sample files: 60 days of live and backtest trades with a planted story, told in truth.json.',
    )
    .argument('<folder>', 'folder to write to')
    .option('--seed <n>', 'the same seed writes the same bytes', wholeFrom(0), SAMPLE_SEED)
    .addHelpText(
      'after',
      '\nExample:\n  parity sample demo && parity review --live demo/live.csv --backtest demo/backtest.csv --market demo/quotes.csv --capital 100000',
    )
    .action(async (folder: string, options: { seed: number }) => {
      const files = generateSample(options.seed)
      for (const file of files) await writeWhole(join(folder, file.name), file.text)
      process.stdout.write(`${files.length} sample files written to ${folder}\n`)
    })
}
