import type { Task } from './ports.ts'
import { letOthersIn } from './step.ts'

/** Runs a computation that yields the share done after each few milliseconds: reports it, and lets other calls and a cancel in. Throws CancelledError. */
export async function inSteps<T>(name: string, work: Generator<number, T>, task: Task): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    task.report({ step: name, done: Math.round(value * 100), total: 100, unit: 'percent' })
    await letOthersIn(task)
  }
}
