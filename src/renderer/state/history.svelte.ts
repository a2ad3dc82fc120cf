/** One edit and how to take it back. */
interface Edit {
  readonly title: string
  readonly redo: () => void
  readonly undo: () => void
}

const LONGEST = 200

/** Edits that Ctrl+Z takes back and Ctrl+Shift+Z makes again. Views are not edits: back and forward cover them. */
export class EditHistory {
  #done = $state.raw<readonly Edit[]>([])
  #undone = $state.raw<readonly Edit[]>([])

  /** Makes an edit and remembers it. */
  make(edit: Edit): void {
    edit.redo()
    this.#done = [...this.#done, edit].slice(-LONGEST)
    this.#undone = []
  }

  /** Sets a value through `write`, remembering the one it replaces. */
  change<T>(title: string, before: T, after: T, write: (value: T) => void): void {
    this.make({ title, redo: () => write(after), undo: () => write(before) })
  }

  get lastTitle(): string | null {
    return this.#done.at(-1)?.title ?? null
  }

  get nextTitle(): string | null {
    return this.#undone.at(-1)?.title ?? null
  }

  undo(): void {
    const edit = this.#done.at(-1)
    if (edit === undefined) return
    edit.undo()
    this.#done = this.#done.slice(0, -1)
    this.#undone = [...this.#undone, edit]
  }

  redo(): void {
    const edit = this.#undone.at(-1)
    if (edit === undefined) return
    edit.redo()
    this.#undone = this.#undone.slice(0, -1)
    this.#done = [...this.#done, edit]
  }

  /** Forgets every edit, because what they changed is gone. */
  clear(): void {
    this.#done = []
    this.#undone = []
  }
}
