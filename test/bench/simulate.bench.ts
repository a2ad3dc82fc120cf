import { once } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { allocateShared } from '#domain/simulate/memory.ts'
import { makeBaselineData, type BaselineData } from './baseline-data.ts'
import { createFastBaseline } from './baseline-fast.ts'
import { BASELINE_SUMS } from './baseline-kernel.ts'
import { inMs, median, type Bench, type BenchContext, type Line } from './bench.ts'
import { ownRows } from './simulate-own.ts'
import { preparePeers, type Peer } from './simulate-peers.ts'

const SIZE = [200_000, 50, 250] as const
const TWO_AGAINST_ONE = 0.54

/** The simulator: the baselines' exact model beside numpy and scalar C where present, two workers against one, and the product's own model. */
export const bench: Bench = {
  name: 'simulate',
  async run(context): Promise<Line[]> {
    const data = makeBaselineData(...SIZE)
    return [...besidePeers(data, context), await scaling(data, context), ...(await ownRows(context))]
  },
}

/** Runs ours and each peer in turn, round by round; the ratio is the middle of the rounds'. */
function besidePeers(data: BaselineData, { folder, runs, say }: BenchContext): Line[] {
  const runBaseline = createFastBaseline()
  const out = allocateShared.floats(data.days * data.scenarios * BASELINE_SUMS)
  const ourRate = () => {
    const before = performance.now()
    runBaseline(data, 0, data.days, out.fill(0))
    return (data.fills * data.scenarios) / (performance.now() - before) / 1000
  }
  ourRate()
  const { peers, close } = preparePeers(folder, SIZE)
  const rounds = Array.from({ length: runs }, () =>
    peers.map((peer) => ({ peer, ours: ourRate(), theirs: peer.run() })),
  )
  close()
  const speed = (values: number[]) => `${median(values).toFixed(1)} M draws/s`
  const line = ({ name, target }: Peer, index: number): Line => {
    const pairs = rounds.map((round) => round[index]!)
    return {
      what: `simulator, one core, against ${name}`,
      ours: speed(pairs.map(({ ours }) => ours)),
      peer: speed(pairs.map(({ theirs }) => theirs)),
      ratio: median(pairs.map(({ ours, theirs }) => theirs / ours)),
      cpuRatio: null,
      target,
    }
  }
  say(`simulator, the baselines' model: ${speed(rounds.flat().map(({ ours }) => ours))}`)
  return peers.map(line)
}

/** Compares two workers with one on 40 M draws of the exact model, round by round. */
async function scaling(small: BaselineData, { say, runs }: BenchContext): Promise<Line> {
  const data = makeBaselineData(800_000, small.scenarios, small.days)
  const out = allocateShared.floats(data.days * data.scenarios * BASELINE_SUMS)
  const entry = pathToFileURL(resolve('test/bench/baseline.worker.ts'))
  const workers = [0, 1].map(() => new Worker(entry))
  const timed = async (count: number) => {
    const next = allocateShared.ints(1)
    const before = performance.now()
    const chosen = workers.slice(0, count)
    for (const worker of chosen) worker.postMessage({ data, out: out.fill(0), next })
    await Promise.all(chosen.map((worker) => once(worker, 'message')))
    return performance.now() - before
  }
  await timed(2)
  const [one, two] = [[] as number[], [] as number[]]
  for (let round = 0; round < runs; round++) {
    one.push(await timed(1))
    two.push(await timed(2))
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  say(`two workers: ${inMs(median(two))}, one: ${inMs(median(one))}`)
  return {
    ...{ what: 'two workers against one, 40 M draws', ours: inMs(median(two)), peer: inMs(median(one)) },
    ...{ ratio: median(two.map((ms, round) => ms / one[round]!)), cpuRatio: null, target: TWO_AGAINST_ONE },
  }
}
