import { CANONICAL, type CanonicalColumn, type Role, type Shape } from '#shared/canonical.ts'

/** Shapes from the most telling header to the least: fills with a status are still fills, since they have a price and a fill time. */
const SHAPES: readonly Shape[] = ['fills', 'orders', 'quotes', 'bars', 'positions', 'cash', 'equity']

const ROLE_OF_SHAPE: Readonly<Record<Exclude<Shape, 'fills'>, Role>> = {
  orders: 'orders',
  quotes: 'market',
  bars: 'market',
  equity: 'equity',
  cash: 'cash',
  positions: 'positions',
}

/** What a header and a name say a file is. `shape` is null where it is none of the canonical tables. */
export interface Suggestion {
  readonly shape: Shape | null
  readonly role: Role | null
}

/** Returns the canonical shape whose required columns are all in a header, and the role that follows; fills take theirs from the name. A role the user chose leaves only its shapes. */
export function suggestRole(headers: ReadonlySet<string>, fileName: string, said: Role | null = null): Suggestion {
  const shape = SHAPES.find(
    (candidate) =>
      (said === null || fitsRole(candidate, said)) &&
      (CANONICAL[candidate] as readonly CanonicalColumn[]).every(
        (column) => !column.required || headers.has(column.name),
      ),
  )
  if (shape === 'fills') return { shape, role: said ?? sideOfName(fileName) }
  if (shape !== undefined) return { shape, role: ROLE_OF_SHAPE[shape] }
  return { shape: null, role: null }
}

function fitsRole(shape: Shape, role: Role): boolean {
  return shape === 'fills' ? role === 'live' || role === 'backtest' : ROLE_OF_SHAPE[shape] === role
}

/** Returns the shape whose columns are mapped for a table that is none of the canonical ones: that of the role, fills where nothing was said. */
export function shapeToMap(role: Role | null, headers: ReadonlySet<string>): Shape {
  if (role === 'market') return headers.has('open') || headers.has('close') ? 'bars' : 'quotes'
  return SHAPES.find((shape) => role !== null && fitsRole(shape, role)) ?? 'fills'
}

const BACKTEST = /(^|[^a-z])(back-?_?test(ed|s)?|bt|sim(ulated|ulation)?|expected|model|hypo(thetical)?)([^a-z]|$)/i
const LIVE = /(^|[^a-z])(live|prod(uction)?|real|actual|exec(ution)?s?)([^a-z]|$)/i
const REHEARSAL = /(^|[^a-z])(dry[-_ ]?run|paper)([^a-z]|$)/i

/** Returns the side a file name speaks of, or null when it says neither, both, or a rehearsal, which is either. */
export function sideOfName(fileName: string): 'live' | 'backtest' | null {
  const [isBacktest, isLive] = [BACKTEST.test(fileName), LIVE.test(fileName)]
  if (isBacktest === isLive || isRehearsalName(fileName)) return null
  return isBacktest ? 'backtest' : 'live'
}

/**
 * Whether a file name speaks of a dry run or paper trading: the bot ran in real time, its fills are simulated. Beside live
 * trades that is what was expected of them, beside a backtest it is what happened, so the file beside it decides.
 */
export function isRehearsalName(fileName: string): boolean {
  return REHEARSAL.test(fileName)
}
