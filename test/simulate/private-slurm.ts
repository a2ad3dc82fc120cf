import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync, chmodSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'

const PROGRAMS = ['sbatch', 'sinfo', 'srun', 'slurmctld', 'slurmd', 'munged']

/** Returns why a Slurm cluster of this machine alone cannot be started here, or null when it can. */
export function whyNoSlurm(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin']
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))))
  if (missing.length > 0) return `${missing.join(', ')} not installed (Debian: slurmctld slurmd slurm-client munge)`
  return process.getuid?.() === 0 ? null : 'starting a cluster of our own needs root'
}

/** A cluster of one node with its own configuration, keys and ports; `stop` ends what was started. */
export interface PrivateSlurm {
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Starts munge, the controller and one node's daemon in `folder`, and waits until the node takes jobs. */
export async function startSlurm(folder: string): Promise<PrivateSlurm> {
  const at = (name: string) => join(folder, name)
  for (const name of ['state', 'spool']) mkdirSync(at(name))
  writeFileSync(at('munge.key'), Buffer.alloc(128, 'parity'), { mode: 0o400 })
  chmodSync(folder, 0o755)
  writeFileSync(at('slurm.conf'), configuration(at, await freePorts()))
  const env = { ...process.env, SLURM_CONF: at('slurm.conf'), PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` }
  const daemons: ChildProcess[] = []
  const start = (program: string, args: readonly string[]) =>
    daemons.push(spawn(program, args, { env, stdio: 'ignore', detached: true }))
  const stop = async () => {
    for (const daemon of daemons.reverse()) await ended(daemon)
  }
  const files = ['key-file', 'socket', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${at(`munge.${name.split('-')[0] ?? ''}`)}`,
  )
  start('munged', ['--foreground', '--force', ...files])
  try {
    await until(() => existsSync(at('munge.socket')))
    start('slurmctld', ['-D', '-c'])
    start('slurmd', ['-D', '-N', 'parity1'])
    await until(() => /idle/.test(execFileSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8', stdio: 'pipe' })))
    return { environment: { SLURM_CONF: at('slurm.conf') }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Two ports nobody listens on now: held both at once, so that they differ, then let go. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer().listen(0), createServer().listen(0)] as const
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) server.close()
  return [ports[0]!, ports[1]!]
}

function configuration(at: (name: string) => string, [controller, node]: readonly [number, number]): string {
  return `ClusterName=parity
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
AuthType=auth/munge
AuthInfo=socket=${at('munge.socket')}
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
SlurmctldLogFile=${at('slurmctld.log')}
SlurmdLogFile=${at('slurmd.log')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,sched_min_interval=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
SwitchType=switch/none
NodeName=parity1 NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=parity Nodes=parity1 Default=YES State=UP
`
}

async function until(holds: () => boolean): Promise<void> {
  let last: unknown
  for (let attempt = 0; attempt < 300; attempt++) {
    try {
      if (holds()) return
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('Slurm did not start', { cause: last })
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const exit = new Promise((resolve) => daemon.once('exit', resolve))
  daemon.kill('SIGTERM')
  const timer = setTimeout(() => daemon.kill('SIGKILL'), 3000)
  await exit
  clearTimeout(timer)
}
