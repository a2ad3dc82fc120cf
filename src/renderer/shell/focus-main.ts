/** Moves the focus from the rail to the screen, so that Enter is the screen's and Tab goes on in it. */
export function focusMain(): void {
  document.getElementById('main')?.focus()
}
