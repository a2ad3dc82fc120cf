import { attributionMethods } from './methods/attribution.ts'
import { canaryMethods } from './methods/canary.ts'
import { exportMethods } from './methods/export.ts'
import { importMethods } from './methods/import.ts'
import { projectMethods } from './methods/project.ts'
import { reportMethods } from './methods/report.ts'
import { reviewMethods } from './methods/review.ts'
import { simulateMethods } from './methods/simulate.ts'
import { sloMethods } from './methods/slo.ts'
import type { Session } from './session.ts'
import type { Implementation } from './session-api.ts'

/** Returns every method of the contract over one open project. */
export function sessionMethods(session: Session): Implementation {
  return {
    ...projectMethods(session),
    ...importMethods(session),
    ...reviewMethods(session),
    ...attributionMethods(session),
    ...exportMethods(session),
    ...reportMethods(session),
    ...sloMethods(session),
    ...canaryMethods(session),
    ...simulateMethods(session),
  }
}
