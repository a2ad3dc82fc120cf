import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { ROOT } from './planted-folder.ts'

const HOLD = `
const { DuckDBInstance } = await import('@duckdb/node-api')
const instance = await DuckDBInstance.create(process.argv[1])
const connection = await instance.connect()
await connection.run('CREATE TABLE IF NOT EXISTS held (i INTEGER)')
process.stdout.write('open')
setInterval(() => connection, 1000)
`

/** Opens a database in another process, which holds it until the test ends, and returns that process's id. */
export async function holdProject(path: string): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', HOLD, path], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  if (said.toString() !== 'open' || child.pid === undefined)
    throw new Error('the other process did not open the project')
  return child.pid
}
