import { Cron } from 'croner'

/** 06:00 and 18:00 UTC: the day that is over, and once more for what came late. */
export const DAILY_SCHEDULE = '0 6,18 * * *'

/** A running schedule. */
export interface Schedule {
  /** When it runs next. */
  next(): Date | null
  stop(): void
}

/** Runs `run` at every time of {@link DAILY_SCHEDULE} until stopped, never twice at once; what it throws goes to `onError`. Keeps no process alive. */
export function scheduleDaily(
  run: () => Promise<void>,
  onError: (error: unknown) => void,
  pattern = DAILY_SCHEDULE,
): Schedule {
  const job = new Cron(pattern, { timezone: 'UTC', protect: true, unref: true, catch: onError }, run)
  return {
    next: () => job.nextRun(),
    stop: () => {
      job.stop()
    },
  }
}
