import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, BenchContext, Line } from './bench.ts'
import { importAlone } from './import-alone.ts'
import { tableOf, verdictOf } from './table.ts'

const MODULES = import.meta.glob<{ bench: Bench }>('./*.bench.ts', { eager: true })
const BENCHES = Object.values(MODULES).map((module) => module.bench)

const USAGE = `npm run bench -- [NAME...] [--large] [--runs N]
Benches: ${BENCHES.map(({ name }) => name).join(', ')}`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    large: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    alone: { type: 'boolean', default: false },
  },
})

async function runBenches(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'parity-bench-'))
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const context: BenchContext = { folder, large: values.large, runs: Math.max(3, Number(values.runs)), say }
  const lines: Line[] = []
  try {
    for (const bench of BENCHES)
      if (positionals.length === 0 || positionals.includes(bench.name)) lines.push(...(await bench.run(context)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return lines
}

function machine() {
  const { node, v8 } = process.versions
  return { cpu: cpus()[0]?.model, cores: availableParallelism(), memoryGb: totalmem() / 2 ** 30, node, v8 }
}

if (values.alone) await importAlone(positionals)
else if (positionals.some((name) => !BENCHES.some((bench) => bench.name === name))) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const lines = await runBenches()
  console.log(tableOf(lines))
  const rows = lines.map((line) => ({ ...line, verdict: verdictOf(line) }))
  writeFileSync('bench.json', `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`)
}
