import { CancelledError } from '#shared/errors.ts'
import type { Task } from './ports.ts'

/** Returns the same task under a name a person understands: whatever is reported inside is reported as this step. */
export function step(task: Task, name: string): Task {
  return {
    signal: task.signal,
    report: (progress) => {
      task.report({ ...progress, step: name })
    },
  }
}

/** Lets other calls and a cancel in between pieces of computing; throws CancelledError when cancelled meanwhile. */
export async function letOthersIn(task: Task): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (task.signal.aborted) throw new CancelledError()
}
