import { dirname, resolve } from 'node:path'
import { readDailyFile } from '#adapters/files/read-daily-file.ts'
import { runDailyJob } from '#engine/daily-job.ts'
import { scheduleDaily, type Schedule } from '#engine/daily-schedule.ts'
import type { Task } from '#engine/ports.ts'
import type { Session } from '#engine/session.ts'
import { dailyTools } from './compose-daily.ts'

/**
 * Runs the daily job at 06:00 and 18:00 UTC while the project of this config is open; null for another project. Alerts are
 * queued, not sent: this program opens no connection. The config is read anew each time. Throws what reading it throws.
 */
export async function scheduleDailyJob(
  session: Session,
  configPath: string,
  onError: (error: unknown) => void,
): Promise<Schedule | null> {
  const path = resolve(configPath)
  const { project } = await readDailyFile(path)
  if (resolve(dirname(path), project) !== session.tools.store.path) return null
  return scheduleDaily(() => runScheduled(session, path), onError)
}

/** Runs the daily job once over the open project, after whatever it is doing. */
export async function runScheduled(session: Session, configPath: string): Promise<void> {
  const task: Task = { signal: new AbortController().signal, report: () => undefined }
  const config = await readDailyFile(configPath)
  await session.exclusive(task, async () => {
    session.forgetTables()
    await runDailyJob(dailyTools(session.tools, null), { config, base: dirname(configPath) }, task)
  })
}
