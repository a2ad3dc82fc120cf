/** One line of the table: medians over the runs. `ratio` is ours over peer, taken run by run, or the figure itself where there is no peer. */
export interface Line {
  readonly what: string
  readonly ours: string
  readonly peer: string | null
  readonly ratio: number
  /** The same in processor time of the whole process; steadier than the clock where the machine is shared. */
  readonly cpuRatio: number | null
  /** The ratio is to be at most this; null: shown for information. */
  readonly target: number | null
}

/** What a bench may use. */
export interface BenchContext {
  /** A temporary folder, removed at the end; generated files stay for the benches that follow. */
  readonly folder: string
  /** Adds the sizes that take minutes. */
  readonly large: boolean
  /** Times each thing is measured. */
  readonly runs: number
  readonly say: (text: string) => void
}

/** One file of benches: `npm run bench -- NAME` runs it alone. */
export interface Bench {
  readonly name: string
  run(context: BenchContext): Promise<Line[]>
}

/** What one timed run took. */
export interface Cost {
  readonly ms: number
  readonly cpuMs: number
}

/** Runs `work` once and returns its time by the clock and by the processor, of all threads. */
export async function measure(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  await work()
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { ms, cpuMs: (user + system) / 1000 }
}

/** Runs ours and peer in turn, `runs` times after one round that is not counted, and compares round by round. */
export async function comparePeers(
  { runs, say }: BenchContext,
  what: string,
  target: number | null,
  ours: () => Promise<unknown>,
  peer: () => Promise<unknown>,
  settle: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Line & { readonly oursMs: number }> {
  const rounds: { ours: Cost; peer: Cost }[] = []
  for (let round = 0; round <= runs; round++) {
    await settle()
    const costs = { peer: await measure(peer), ours: await measure(ours) }
    say(
      `${what}: ${costs.ours.ms.toFixed(0)} ms, peer ${costs.peer.ms.toFixed(0)} ms${round === 0 ? ' (warming up)' : ''}`,
    )
    if (round > 0) rounds.push(costs)
  }
  const oursMs = median(rounds.map((round) => round.ours.ms))
  return {
    what,
    ours: inMs(oursMs),
    peer: inMs(median(rounds.map((round) => round.peer.ms))),
    ratio: median(rounds.map((round) => round.ours.ms / round.peer.ms)),
    cpuRatio: median(rounds.map((round) => round.ours.cpuMs / round.peer.cpuMs)),
    target,
    oursMs,
  }
}

/** Returns the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2
}

/** Returns how cost grows with size: the slope of log time over log rows between the smallest and the largest. */
export function growthExponent(points: readonly { readonly rows: number; readonly ms: number }[]): number {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || first.rows === last.rows) return NaN
  return Math.log(last.ms / first.ms) / Math.log(last.rows / first.rows)
}

/** Returns milliseconds as text, in seconds from ten thousand on. */
export function inMs(ms: number): string {
  return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`
}
