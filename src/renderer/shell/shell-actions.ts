import { SCREENS } from '../features/registry.ts'
import type { Action } from '../state/actions.svelte.ts'
import type { Workbench } from '../state/workbench.ts'
import { currentExportable } from '../ui/current.ts'
import { focusMain } from './focus-main.ts'

interface Dialogs {
  readonly openPalette: () => void
  readonly openShortcuts: () => void
}

/** Returns what can be done on every screen. */
export function shellActions(workbench: Workbench, dialogs: Dialogs): Action[] {
  const { router, session, edits, appearance, jobs, notices } = workbench
  return [
    ...SCREENS.map(({ id, title, key }) => ({
      id: `open-${id}`,
      title: `Open ${title}`,
      group: 'Go to',
      keys: `g ${key}`,
      run: () => {
        router.open(id)
        focusMain()
      },
    })),
    { id: 'palette', title: 'Find an action', group: 'General', keys: 'ctrl+k', run: dialogs.openPalette },
    { id: 'shortcuts', title: 'List shortcuts', group: 'General', keys: '?', run: dialogs.openShortcuts },
    { id: 'theme', title: 'Switch light and dark', group: 'General', keys: 't', run: () => appearance.toggleTheme() },
    { id: 'clear', title: 'Clear all filters', group: 'Filter', keys: 'Escape', run: () => router.setFilter({}) },
    { id: 'back', title: 'Back', group: 'Go to', keys: 'alt+ArrowLeft', run: () => history.back() },
    { id: 'forward', title: 'Forward', group: 'Go to', keys: 'alt+ArrowRight', run: () => history.forward() },
    {
      id: 'undo',
      title: 'Undo the last edit',
      group: 'Edit',
      keys: 'ctrl+z',
      run: () => {
        notices.say(edits.lastTitle === null ? 'There is nothing to undo.' : `Undone: ${edits.lastTitle}.`)
        edits.undo()
      },
    },
    {
      id: 'redo',
      title: 'Redo the last edit',
      group: 'Edit',
      keys: 'ctrl+shift+z',
      run: () => {
        notices.say(edits.nextTitle === null ? 'There is nothing to redo.' : `Redone: ${edits.nextTitle}.`)
        edits.redo()
      },
    },
    {
      id: 'run',
      title: 'Run the review again',
      group: 'Run',
      keys: 'ctrl+Enter',
      run: () => {
        if (session.lacks !== null) notices.say(session.lacks, 'failed')
        else void session.run(session.request)
      },
    },
    { id: 'cancel', title: 'Cancel the running job', group: 'Run', keys: 'ctrl+.', run: () => jobs.cancelLast() },
    {
      id: 'copy',
      title: 'Copy the current chart or table',
      group: 'Export',
      keys: 'ctrl+shift+c',
      run: () => withCurrent(workbench, (current) => current.copy()),
    },
    {
      id: 'export',
      title: 'Export the current chart or table as CSV',
      group: 'Export',
      keys: 'ctrl+s',
      run: () => withCurrent(workbench, (current) => current.save()),
    },
  ]
}

function withCurrent(
  { notices }: Workbench,
  act: (current: NonNullable<ReturnType<typeof currentExportable>>) => void,
) {
  const current = currentExportable()
  if (current === null) notices.say('Point at a chart or table first.', 'failed')
  else act(current)
}
