import type { Line } from './bench.ts'

const HEAD = ['what', 'ours', 'peer', 'ratio', 'cpu ratio', 'target', 'verdict']

/** Returns whether a line meets its target; null where it has none. */
export function verdictOf({ ratio, target }: Line): 'met' | 'missed' | null {
  if (target === null) return null
  return ratio <= target ? 'met' : 'missed'
}

/** Returns the lines as a text table. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    line.ours,
    line.peer ?? '',
    line.ratio.toFixed(2),
    line.cpuRatio?.toFixed(2) ?? '',
    line.target === null ? '' : `<= ${line.target}`,
    verdictOf(line) ?? '',
  ])
  const widths = HEAD.map((head, index) => Math.max(head.length, ...rows.map((row) => (row[index] ?? '').length)))
  const text = (row: readonly string[]) =>
    row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')
  return [HEAD, widths.map((width) => '-'.repeat(width)), ...rows].map(text).join('\n')
}
