import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { generateSample, SAMPLE_SEED } from '#domain/sample/generate.ts'
import { AppError } from '#shared/errors.ts'
import { openSession } from '../../compose-session.ts'
import { SAMPLE_CAPITAL } from '../built-sample.ts'
import { writeWhole } from '../write-whole.ts'
import { wholeFrom } from './parse-options.ts'

/** Adds `parity sample`. */
export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description(
      'Write the generated sample files: 60 days of live and backtest trades with a planted story, told in truth.json.',
    )
    .argument('[folder]', 'folder to write to')
    .option('--seed <n>', 'the same seed writes the same bytes', wholeFrom(0), SAMPLE_SEED)
    .option('--project <file>', 'make this new project of the sample, loaded and reviewed, as the workbench opens it')
    .addHelpText(
      'after',
      '\nExamples:\n  parity sample --project demo.parity\n  parity sample demo && parity review --live demo/live.csv --backtest demo/backtest.csv --market demo/quotes.csv --capital 100000',
    )
    .action(async (folder: string | undefined, { seed, project }: SampleOptions) => {
      if (folder === undefined && project === undefined)
        throw new AppError(
          'USAGE',
          'Name a folder for the sample files, a project to make of them with --project, or both.',
        )
      if (folder !== undefined) await writeFiles(folder, seed)
      if (project !== undefined) await makeProject(project)
    })
}

interface SampleOptions {
  readonly seed: number
  readonly project?: string
}

async function writeFiles(folder: string, seed: number): Promise<void> {
  const files = generateSample(seed)
  for (const file of files) await writeWhole(join(folder, file.name), file.text)
  process.stdout.write(`${files.length} sample files written to ${folder}\n`)
}

/** Makes the project the workbench's own button makes, by the same calls. */
async function makeProject(project: string): Promise<void> {
  if (existsSync(project))
    throw new AppError('USAGE', `${project} exists already; name a new file for the sample project.`, { file: project })
  const session = await openSession(project)
  try {
    const task = { signal: new AbortController().signal, report: () => undefined }
    await session.methods['import.sample']({}, task)
    await session.methods['review.run']({ capital: SAMPLE_CAPITAL }, task)
  } finally {
    await session.close()
  }
  process.stdout.write(`The sample project is ${project}\n`)
}
