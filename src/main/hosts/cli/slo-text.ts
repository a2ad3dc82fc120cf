import type { SloDocument, SloEntry } from '#shared/slo.ts'

const TIER_WIDTH = 'INSUFFICIENT_DATA'.length

/** Returns service levels as lines for a terminal: the verdict, each level worst first with its target and arithmetic, what was violated. */
export function sloText(
  { as_of: asOf, slos, ack, overall, flags, settings }: SloDocument,
  written: readonly string[],
): string {
  const score =
    overall.score === null
      ? `no score (${overall.score_reason ?? 'too little is known'})`
      : `score ${overall.score.toFixed(0)} of 100`
  const width = Math.max(...slos.map(({ title }) => title.length))
  const lines = [
    `Service levels as of ${asOf}: ${overall.tier}, ${score}`,
    '',
    ...slos.flatMap((slo) => levelLines(slo, width)),
    '',
    ackLine(ack),
    burnLine(settings),
    ...flags.map(({ code, field, count }) => `flag ${code}: ${count} (${field})`),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n')}\n`
}

function levelLines(slo: SloEntry, width: number): string[] {
  const { tier, title, value, target, unit, formula, budget, alerts, violations } = slo
  const target_ = `target ${inUnit(target, unit)}`
  const shown = value === null ? (slo.reason ?? 'not known') : `${inUnit(value, unit)} (${target_})`
  const left = budget?.remaining_fraction ?? null
  return [
    `  ${tier.padEnd(TIER_WIDTH)}  ${title.padEnd(width)}  ${shown}${slo.tier_reason === 'by its table' ? '' : `; ${slo.tier_reason}`}`,
    ...(value === null
      ? []
      : [
          `  ${' '.repeat(TIER_WIDTH)}  ${formula}${left === null ? '' : `; error budget left ${(left * 100).toFixed(1)} %`}`,
        ]),
    ...alerts.map(
      ({ level, long_minutes: long, burn_long: burn }) =>
        `  ${' '.repeat(TIER_WIDTH)}  ${level}: burning ${burn.toFixed(1)} times the budget's rate over ${long} min`,
    ),
    ...violations
      .slice(-3)
      .map(
        ({ start, end, cause }) =>
          `  ${' '.repeat(TIER_WIDTH)}  violated ${start} to ${end}${cause === null ? '' : `: ${cause}`}`,
      ),
  ]
}

function ackLine(ack: SloDocument['ack']): string {
  if (ack.alerts === 0) return 'No incidents.'
  const p95 = ack.p95_min === null ? `not reached above ${minutes(ack.not_reached_above)}` : minutes(ack.p95_min)
  return `${ack.alerts} alerts, ${ack.unacked} not acknowledged: mean ${minutes(ack.mean_acked_min)} of the acknowledged, at least ${minutes(ack.mean_lower_bound_min)} of all; P95 ${p95}.`
}

function burnLine({ burn, burn_source: source }: SloDocument['settings']): string {
  const said = Object.entries(burn).map(([window, rate]) => `${window} above ${rate}`)
  return `Burn alerts: ${said.join(', ')} (${source}).`
}

function minutes(value: number | null): string {
  return value === null ? 'not known' : `${value.toFixed(1)} min`
}

/** Returns a value of a service level in its unit. */
function inUnit(value: number, unit: SloEntry['unit']): string {
  switch (unit) {
    case 'fraction':
      return `${(value * 100).toFixed(2)} %`
    case 'minutes':
      return minutes(value)
    case 'hours':
      return `${value.toFixed(1)} h`
    case 'bps':
      return `${value.toFixed(1)} bps`
    case 'ms':
      return `${value.toFixed(0)} ms`
  }
}
