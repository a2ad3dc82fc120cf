import type { Actions } from './actions.svelte.ts'

const PAUSE_MS = 1200

/** Returns a key press in our notation: modifiers, then the key, e.g. `ctrl+shift+c`, `g`, `?`, `[`. Cmd counts as Ctrl. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const control = event.ctrlKey || event.metaKey
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  // Shift is part of `?` already, but not of a letter.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  return [control && 'ctrl', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+')
}

/** Runs actions by their keys. Plain keys are left to the control that has the focus when it takes text. */
export function listenToKeys(actions: Actions): () => void {
  let typed: string[] = []
  let last = 0
  const listen = (event: KeyboardEvent) => {
    const key = keyOf(event)
    const withControl = key.startsWith('ctrl+')
    if (event.defaultPrevented || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
    if (!withControl && takesText(event.target)) return
    if (key === 'ctrl+z' && takesText(event.target)) return
    if (document.querySelector('dialog[open], [role="dialog"]') !== null && !withControl) return
    typed = event.timeStamp - last > PAUSE_MS ? [key] : [...typed, key].slice(-2)
    last = event.timeStamp
    const sequence = [typed.join(' '), key].find((keys) => actions.find(keys) !== undefined)
    if (sequence === undefined) return
    if ((key === 'Enter' || key === ' ') && isPressable(event.target)) return
    event.preventDefault()
    typed = []
    actions.find(sequence)?.run()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'file', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('button, a, summary, [data-row], [role="button"], [role="option"]')
  )
}
