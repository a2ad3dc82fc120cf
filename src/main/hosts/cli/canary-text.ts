import type { CanaryDocument } from '#shared/canary.ts'
import { decisionChanges, judgedAt } from '#domain/canary/decision-changes.ts'

const SHOWN_CHANGES = 12

/** Returns a canary as lines for a terminal: the decision, gates with value and limit, evidence, how it got here. */
export function canaryText(document: CanaryDocument, written: readonly string[]): string {
  const { deployment, state, gates, triggers, evidence, log, flags } = document
  const width = Math.max(0, ...gates.map(({ gate }) => gate.length))
  const changes = decisionChanges(log)
  const lines = [
    document.summary,
    `Deployment ${deployment.id}: version ${deployment.version} against ${deployment.control_version ?? 'nothing'}, ${state} as of ${document.as_of}; ${deployment.covered_hours.toFixed(1)} of ${deployment.minimum_hours} hours covered`,
    '',
    ...(gates.length === 0
      ? []
      : [judgedAt(document) === document.as_of ? 'Gates:' : `Gates, when it was decided (${judgedAt(document)}):`]),
    ...gates.map(
      ({ gate, verdict, reason }) => `  ${verdict.padEnd('insufficient'.length)}  ${gate.padEnd(width)}  ${reason}`,
    ),
    ...(triggers.length === 0 ? [] : ['Triggers:']),
    ...triggers.map(({ trigger, action, at, reason }) => `  ${action.padEnd(8)}  ${at}  ${trigger}: ${reason}`),
    ...(evidence.length === 0 ? [] : ['Canary less control:']),
    ...evidence.map(
      ({ metric, verdict, reason }) => `  ${verdict.padEnd('non-inferior'.length)}  ${metric}: ${reason}`,
    ),
    ...(changes.length === 0 ? [] : ['Changes of decision:']),
    ...(changes.length > SHOWN_CHANGES ? [`  … ${changes.length - SHOWN_CHANGES} earlier ones in the document`] : []),
    ...changes
      .slice(-SHOWN_CHANGES)
      .map(
        (entry) => `  ${entry.t}  ${entry.state.padEnd('STAGING_PASSED'.length)}  ${entry.decision}: ${entry.reason}`,
      ),
    ...flags.map(({ code, field, count }) => `flag ${code}: ${count} (${field})`),
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.join('\n')}\n`
}
