import type { Task } from './ports.ts'

/** Returns the same task under a name a person understands: whatever is reported inside is reported as this step. */
export function step(task: Task, name: string): Task {
  return {
    signal: task.signal,
    report: ({ done, total }) => {
      task.report({ step: name, done, total })
    },
  }
}
