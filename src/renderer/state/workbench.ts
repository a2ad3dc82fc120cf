import { createContext } from 'svelte'
import type { Host } from '../rpc/host.ts'
import { Actions } from './actions.svelte.ts'
import { Appearance } from './appearance.svelte.ts'
import { EditHistory } from './history.svelte.ts'
import { ImportDrafts } from './import-drafts.svelte.ts'
import { Jobs } from './jobs.svelte.ts'
import { Router } from './router.svelte.ts'
import { Services } from './services.svelte.ts'
import { Session } from './session.svelte.ts'
import { Notices } from './notices.svelte.ts'

/** Everything a screen may need. */
export interface Workbench {
  readonly host: Host
  readonly router: Router
  readonly jobs: Jobs
  readonly session: Session
  readonly services: Services
  readonly drafts: ImportDrafts
  readonly edits: EditHistory
  readonly actions: Actions
  readonly appearance: Appearance
  readonly notices: Notices
}

const [useWorkbench, provideWorkbench] = createContext<Workbench>()
export { provideWorkbench, useWorkbench }

/** Makes the state of one page over a host. */
export function createWorkbench(host: Host): Workbench {
  const jobs = new Jobs(host.engine)
  return {
    host,
    jobs,
    router: new Router(),
    session: new Session(jobs),
    services: new Services(jobs),
    drafts: new ImportDrafts(),
    edits: new EditHistory(),
    actions: new Actions(),
    appearance: new Appearance(),
    notices: new Notices(),
  }
}
