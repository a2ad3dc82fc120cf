import type { Review } from '#shared/review.ts'
import type { ImportTools } from './import-files.ts'
import type { ReviewTools } from './review-parity.ts'
import type { SimulationTools } from './run-scenarios.ts'
import type { ScenarioChoice } from './scenario-store.ts'

/** Whether a channel took an alert. `reason` names no secret. */
export type PostOutcome =
  | { readonly taken: true }
  | { readonly taken: false; readonly reason: string; readonly retryAfterSeconds: number | null }

/** Posts a JSON body to an address; never throws. */
export type PostJson = (
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
) => Promise<PostOutcome>

/** How alerts leave this machine. */
export interface Deliver {
  readonly post: PostJson
  /** Returns the value of an environment variable, or undefined. */
  readonly secret: (name: string) => string | undefined
}

/** What the daily job needs from outside. */
export interface DailyTools extends ImportTools, ReviewTools, SimulationTools {
  /** Returns the files that patterns relative to `base` name. */
  readonly expand: (base: string, patterns: readonly string[]) => Promise<string[]>
  /** Writes a file whole or not at all. */
  readonly write: (path: string, content: string | Iterable<string> | AsyncIterable<string>) => Promise<void>
  readonly exists: (path: string) => Promise<boolean>
  /** Returns a scenario file's scenario, its path relative to `base`; a name stays a name. */
  readonly readScenario: (text: string, base: string) => Promise<ScenarioChoice>
  /** Null in shells that never open a connection: alerts then wait for the batch command. */
  readonly deliver: Deliver | null
}

/** A review as stored, with the id of its run. */
export interface ReviewRun {
  readonly runId: number
  readonly review: Review
  /** Nothing had changed since, so nothing was computed anew. */
  readonly reused: boolean
}
