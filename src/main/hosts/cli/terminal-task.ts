import type { Progress, Task } from '#engine/ports.ts'

const REDRAW_MS = 100
const CLEAR_LINE = '\r\u001b[2K'

/** A task that can be stopped with Ctrl+C and shows its step on standard error when that is a terminal. Call `end` when done. */
export interface TerminalTask extends Task {
  end(): void
}

/** Starts a task for the batch command. The first Ctrl+C cancels it, the second ends the process. */
export function startTerminalTask(): TerminalTask {
  const controller = new AbortController()
  const cancel = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  const shown = process.stderr.isTTY
  let drawnAt = 0
  let begun = { step: '', at: 0 }
  return {
    signal: controller.signal,
    report(progress) {
      const now = performance.now()
      if (progress.step !== begun.step) begun = { step: progress.step, at: now }
      if (!shown || now - drawnAt < REDRAW_MS) return
      drawnAt = now
      const text = `${describe(progress)}${remaining(progress, now - begun.at)}`
      process.stderr.write(`${CLEAR_LINE}${text.slice(0, (process.stderr.columns || 80) - 1)}`)
    },
    end() {
      if (shown && drawnAt > 0) process.stderr.write(CLEAR_LINE)
      process.off('SIGINT', cancel)
      process.off('SIGTERM', cancel)
    },
  }
}

const TELLING_MS = 2000

/** Returns what is left at the pace so far, once a step has run long enough to tell. */
function remaining({ done, total }: Progress, elapsedMs: number): string {
  if (total === null || done <= 0 || done >= total || elapsedMs < TELLING_MS) return ''
  return `, about ${Math.ceil((elapsedMs * (total - done)) / done / 1000)} s left`
}

function describe({ step, done, total }: Progress): string {
  if (total === null || total === 0) return `${step}…`
  return `${step}: ${Math.floor((100 * done) / total)} %`
}
