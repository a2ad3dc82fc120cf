import type { Workbench } from '../../state/workbench.ts'

/** Id of the button that imports. */
export const GO = 'import-go'

/** Goes to the next thing that stands between the files and their import; to the import itself where nothing does. */
export function focusNext({ drafts }: Workbench): void {
  const { current, blockers } = drafts
  const next =
    blockers.find(({ token }) => token === current?.sniffed.token) ??
    blockers.find(({ control }) => control.startsWith('question-')) ??
    blockers[0]
  if (next !== undefined) drafts.selected = next.token
  requestAnimationFrame(() => document.getElementById(next?.control ?? GO)?.focus())
}

/** Goes to what files that came in ask, unless the user is at something else. */
export function focusQuestion(workbench: Workbench): void {
  const asks = workbench.drafts.blockers.some(({ control }) => control.startsWith('question-'))
  if (asks && document.activeElement === document.body) focusNext(workbench)
}
