import type { Jobs } from './jobs.svelte.ts'
import { Resource } from './resource.svelte.ts'
import type { Session } from './session.svelte.ts'

const LEVEL_ROLES = ['uptime', 'incidents', 'orders']

/** Service levels and canary of the open project. Their screens read them, and so do the badges in the rail. */
export class Services {
  readonly slo: Resource<'slo.history'>
  readonly canary: Resource<'canary.readiness'>

  constructor(jobs: Jobs) {
    this.slo = new Resource(jobs, 'Judging the service levels', 'slo.history')
    this.canary = new Resource(jobs, 'Replaying the canary', 'canary.readiness')
  }

  /** Judges what the project has files for, once nothing else runs, so that the badges are right before a screen is opened. */
  follow(session: Session): void {
    if (!session.opened || session.job !== null) return
    const roles = session.info?.sources.map(({ role }) => role) ?? []
    if (LEVEL_ROLES.some((role) => roles.includes(role))) this.loadLevels(session)
    if (roles.includes('deployment')) this.loadCanary(session)
  }

  loadLevels(session: Session): void {
    void this.slo.load({}, basisOf(session))
  }

  loadCanary(session: Session): void {
    void this.canary.load({}, basisOf(session))
  }
}

/** What the documents rest on: with other files or another review they are asked for again. */
export function basisOf({ info, revision }: Session): unknown {
  return [revision, info?.sources.map(({ source_id: id }) => id) ?? []]
}
