import { existsSync } from 'node:fs'
import { expandPaths } from '#adapters/files/expand-paths.ts'
import { readScenarioChoice } from '#adapters/files/read-scenario-choice.ts'
import type { DailyTools, Deliver } from '#engine/daily-job-tools.ts'
import type { Workbench } from './compose.ts'
import { writeWhole } from './hosts/write-whole.ts'

/** Wires the daily job to this machine. `deliver` null = alerts are queued and not sent. */
export function dailyTools(workbench: Omit<Workbench, 'close'>, deliver: Deliver | null): DailyTools {
  return {
    ...workbench,
    expand: expandPaths,
    write: writeWhole,
    exists: (path) => Promise.resolve(existsSync(path)),
    readScenario: readScenarioChoice,
    deliver,
  }
}
