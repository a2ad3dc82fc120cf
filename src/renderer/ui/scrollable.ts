/** Returns what lets the keyboard scroll a frame whose content takes no focus: a stop of its own, named after what it holds. */
export function scrollable(name: string): { tabindex: 0; role: 'region'; 'aria-label': string } {
  return { tabindex: 0, role: 'region', 'aria-label': `${name}, all rows` }
}
