import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { ROLES, type Role } from '#shared/canonical.ts'
import { AppError } from '#shared/errors.ts'
import { connectClient, type EngineClient } from '#shared/wire-client.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from '#adapters/files/temporary-folder.ts'
import type { GrantedFile } from '#engine/session-files.ts'
import { openBrowser } from '../browser/open-browser.ts'
import { newSecret } from '../browser/secrets.ts'
import { startBrowserHost, type BrowserHost } from '../browser/serve.ts'
import { BUILT } from '../built-folder.ts'
import { copyBuiltSample, SAMPLE_CAPITAL } from '../built-sample.ts'
import { forkEngine } from '../engine/fork-engine.ts'
import { Supervisor } from '../supervisor.ts'
import { positive } from './parse-options.ts'

type ServeOptions = Readonly<Partial<Record<Role, string[]>>> & {
  readonly port: number
  readonly capital?: number
  readonly open?: string
  readonly sample?: boolean
  readonly browser: boolean
}

const HELP = `
Examples:
  parity serve --open strategy.parity
  parity serve --live live.csv --backtest backtest.csv --capital 100000
  parity serve --live live.csv --backtest backtest.csv --uptime uptime.csv --incidents incidents.csv --capital 100000
  parity serve --sample --port 7272

Only this machine can reach the page, and only with the printed address. From another machine:
  ssh -L 7272:127.0.0.1:7272 HOST    then open the printed address there (the ports must be equal).`

/** Adds `parity serve`, the workbench in a browser. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('Open the workbench in a browser on this machine, also on one without a screen.')
    .argument('[files...]', 'files to offer on the Data screen')
    .option('--port <number>', 'port to listen on; any free one when not given', portNumber, 0)
    .option('--open <project>', 'project file, made if it does not exist; without it nothing is kept')
    .option('--capital <amount>', 'load both sides and review them against this capital before opening', positive)
    .option('--sample', 'load and review the generated sample when the project is empty')
    .option('--no-browser', 'print the address only')
  for (const role of ROLES) command.addOption(new Option(`--${role} <files...>`, `offer files as ${role}`))
  command.addHelpText('after', HELP).action(serve)
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AppError('USAGE', `"${text}" is no port; give a number up to 65535.`)
  return port
}

async function serve(files: readonly string[], options: ServeOptions): Promise<void> {
  const stopped = untilStopped()
  const temporary = options.open === undefined ? makeTemporaryFolder('parity-project-') : null
  const project = resolve(
    options.open ?? join(temporary ?? '', options.sample === true ? 'sample.parity' : 'project.duckdb'),
  )
  const hasSample = options.sample === true && (await copyBuiltSample(project))
  const supervisor = new Supervisor({
    project,
    spawn: () => forkEngine(BUILT.engine),
    onCrash: (how, wait) => {
      const then = wait === null ? 'it starts again when a page asks' : `it starts again in ${wait / 1000} s`
      process.stderr.write(`parity: the engine stopped (${how}); ${then}.\n`)
    },
  })
  const open = async () => {
    await supervisor.start()
    if (options.sample === true && !hasSample) await asPage(supervisor, loadSample)
    if (options.capital !== undefined) await asPage(supervisor, (engine) => loadOffered(engine, options.capital))
  }
  try {
    for (const file of await offeredFiles(files, options)) supervisor.grant(file)
    const opening = open()
    opening.catch(() => undefined)
    const host = await startBrowserHost({ supervisor, pageFolder: BUILT.page, port: options.port })
    try {
      // Nobody else can hold a sample just made, so a browser may load the page while the engine opens it.
      const isOpen = hasSample || (await Promise.race([opening.then(() => true), stopped.then(() => false)]))
      if (isOpen) announce(host, options, temporary !== null)
      await Promise.race([opening.then(() => stopped), stopped])
    } finally {
      await host.close()
    }
  } finally {
    await supervisor.stop()
    if (temporary !== null) await removeTemporaryFolder(temporary)
  }
}

async function offeredFiles(files: readonly string[], options: ServeOptions): Promise<GrantedFile[]> {
  const named = [
    ...files.map((path) => [path, 'unknown'] as const),
    ...ROLES.flatMap((role) => (options[role] ?? []).map((path) => [path, role] as const)),
  ]
  return await Promise.all(
    named.map(async ([path, offeredAs]) => {
      const found = await stat(path).catch((cause: unknown) => {
        throw new AppError('FILE_MISSING', `Cannot offer ${path}: there is no such file; check the path.`, {
          file: path,
          cause,
        })
      })
      return { token: newSecret(), name: basename(path), bytes: found.size, path: resolve(path), offeredAs }
    }),
  )
}

/** Calls the engine as a page would. */
async function asPage(supervisor: Supervisor, work: (engine: EngineClient) => Promise<void>): Promise<void> {
  const channel = await supervisor.connect()
  try {
    await work(connectClient(channel))
  } finally {
    channel.close()
  }
}

/** Loads and reviews the sample in an empty project. */
async function loadSample(engine: EngineClient): Promise<void> {
  const { sources } = await engine.call('project.info', {})
  if (sources.length > 0) return
  await engine.call('import.sample', {})
  await engine.call('review.run', { capital: SAMPLE_CAPITAL })
}

/** Loads and reviews the offered files. What keeps them from it is said, and left to the Data screen, which offers the answers. */
async function loadOffered(engine: EngineClient, capital: number | undefined): Promise<void> {
  const { files } = await engine.call('import.offered', {})
  const known = files.flatMap(({ token, role }) => (role === null ? [] : [{ token, role, answers: {} }]))
  try {
    if (known.length > 0) await engine.call('import.run', { files: known })
    await engine.call('review.run', { capital })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`parity: ${error.message}\n`)
  }
}

function announce({ url, port, credentials }: BrowserHost, { browser }: ServeOptions, isTemporary: boolean): void {
  process.stdout.write(greeting(url, port, isTemporary))
  if (browser && process.stdout.isTTY) openBrowser(`http://127.0.0.1:${port}/#ticket=${credentials.issueTicket()}`)
}

function greeting(url: string, port: number, isTemporary: boolean): string {
  return [
    'The workbench is open at',
    `  ${url}`,
    '',
    'Only this machine can reach it, and only with this address. From another machine run',
    `  ssh -L ${port}:127.0.0.1:${port} ${hostname()}`,
    'there, and open the same address.',
    ...(isTemporary ? ['Nothing is kept when it stops; give --open PROJECT to keep it.'] : []),
    'Stop with Ctrl+C.',
    '',
  ].join('\n')
}

async function untilStopped(): Promise<void> {
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop())
  })
}
