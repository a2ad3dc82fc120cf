import type { DailyReport } from '#shared/daily.ts'
import { importText } from './import-command.ts'

const SHOWN_DAYS = 10

/** Returns what a run of the daily job did as lines for a terminal or a cron mail. */
export function dailyText(report: DailyReport): string {
  const { action, judged, deliveries, written, notes, reason, simulate, until } = report
  const changed = report.imported.notes.filter((note) => !note.includes('was loaded before as'))
  const unchanged = report.imported.notes.length - changed.length
  const lines = [
    importText({ ...report.imported, notes: changed }).trimEnd(),
    ...(unchanged > 0 ? [`${unchanged} files unchanged`] : []),
    ...(report.status === 'NOT_COMPARABLE' ? [`NOT COMPARABLE: ${reason ?? ''}`] : []),
    ...judgedLines(judged, until),
    ...(action === null ? [] : [`Action for ${action.day}: ${action.action ?? 'none'} (${action.reason})`]),
    ...(simulate.status === 'skipped'
      ? [`"${simulate.scenario ?? ''}" was not simulated: ${simulate.sentence ?? ''}`]
      : []),
    ...(simulate.status === 'done' ? [simulate.sentence ?? ''] : []),
    ...deliveries.map(
      ({ day, channel, status, reason: why }) =>
        `alert of ${day} by ${channel}: ${status}${why === null ? '' : ` (${why})`}`,
    ),
    ...notes,
    ...written.map((path) => `written: ${path}`),
  ]
  return `${lines.filter((line) => line !== '').join('\n')}\n`
}

function judgedLines(judged: DailyReport['judged'], until: string): string[] {
  if (judged.length === 0) return [`No new day to judge up to ${until}.`]
  const shown = judged.slice(-SHOWN_DAYS)
  return [
    ...(judged.length > shown.length ? [`… ${judged.length - shown.length} earlier days judged`] : []),
    ...shown.map(
      ({ day, band, action, transition, revision }) =>
        `${day}: ${band ?? 'not judged'}, ${action ?? 'no action'} (${transition}${revision > 0 ? `, corrected ${revision} times` : ''})`,
    ),
  ]
}
