/** A value of a Python literal. Calls (`UUID('..')`, `datetime.datetime(..)`) keep their name and arguments. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[] | PythonDict | PythonCall
export interface PythonDict {
  readonly dict: ReadonlyMap<string, PythonValue>
}
export interface PythonCall {
  readonly call: string
  readonly args: readonly PythonValue[]
}

const SPACE = /\s*/y
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy
const MEMBER = /<[\w.]+: ('[^']*'|[\w.]+)>/y
const NUMBER = /[-+.\d][-+.\deE]*/y
const NAME = /[A-Za-z_][\w.]*/y
const KEYWORD = /[A-Za-z_]\w*=/y
const NAMES: Readonly<Record<string, boolean | null>> = {
  None: null,
  null: null,
  True: true,
  true: true,
  False: false,
  false: false,
}

/**
 * Reads the literal Python (or JSON) writes for a value: dict, list, tuple, text, number, None, enum members
 * (`<Side.BUY: 'buy'>` is 'buy') and calls. Keyword names of arguments are dropped. Null when the text is none.
 */
export function parsePython(text: string): PythonValue | undefined {
  const reader = new Reader(text)
  try {
    const value = reader.value()
    return reader.isAtEnd() ? value : undefined
  } catch (error) {
    // RangeError: nested deeper than the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** Returns a value's text: of text itself, a number, or the first argument of a call such as UUID('..'). Null for anything else. */
export function pythonText(value: PythonValue | undefined): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return isPythonCall(value) ? pythonText(value.args[0]) : null
}

/** Says whether a value is a call. */
export function isPythonCall(value: PythonValue | undefined): value is PythonCall {
  return typeof value === 'object' && value !== null && 'call' in value
}

/** Returns what stands at a key of a dict; undefined for anything else. */
export function pythonAt(value: PythonValue | undefined, key: string): PythonValue | undefined {
  return typeof value === 'object' && value !== null && 'dict' in value ? value.dict.get(key) : undefined
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#take(SPACE)
    return this.#at === this.#text.length
  }

  value(): PythonValue {
    this.#take(SPACE)
    if (this.#takesMark('{')) return { dict: this.#entries() }
    if (this.#takesMark('[')) return this.#list(']')
    if (this.#takesMark('(')) return this.#list(')')
    const quoted = this.#take(QUOTED)
    if (quoted !== null) return unquote(quoted[0])
    const member = this.#take(MEMBER)?.[1]
    if (member !== undefined) return member.startsWith("'") ? unquote(member) : member
    const number = this.#take(NUMBER)
    if (number !== null) return asNumber(number[0])
    const name = this.#take(NAME)?.[0]
    if (name === undefined) throw new SyntaxError('not a literal')
    if (this.#takesMark('(')) return { call: name, args: this.#list(')') }
    return Object.hasOwn(NAMES, name) ? NAMES[name]! : name
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  #takesMark(mark: string): boolean {
    this.#take(SPACE)
    if (this.#text[this.#at] !== mark) return false
    this.#at += 1
    return true
  }

  #list(end: string): PythonValue[] {
    const values: PythonValue[] = []
    while (!this.#takesMark(end)) {
      this.#take(KEYWORD)
      values.push(this.value())
      this.#takesMark(',')
    }
    return values
  }

  #entries(): Map<string, PythonValue> {
    const entries = new Map<string, PythonValue>()
    while (!this.#takesMark('}')) {
      const key = this.value()
      if (typeof key === 'object' || !this.#takesMark(':')) throw new SyntaxError('not a dict')
      entries.set(String(key), this.value())
      this.#takesMark(',')
    }
    return entries
  }
}

function asNumber(text: string): number {
  const number = Number(text)
  if (Number.isNaN(number)) throw new SyntaxError('not a number')
  return number
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}
