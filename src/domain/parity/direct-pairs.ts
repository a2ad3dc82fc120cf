import type { FillColumns } from './fill-columns.ts'

/** Pass 1 of matching for most orders: indexes of fills, those of one place in `live` and `backtest` being one pair, in order of the live fill. */
export interface DirectPairs {
  readonly live: Int32Array
  readonly backtest: Int32Array
  /** Fills of no direct pair, which the passes of matching are for, in order. */
  readonly others: Int32Array
}

/** Fills of one part: its hash table stays in a core's cache. */
const PART_FILLS = 32_768
const ALONE = -1
const CROWDED = -2

/**
 * Finds the direct pairs: keys with exactly one live and one backtest fill, both of the same trading day and neither set
 * apart. Hash join by parts of the key (Shatdal, Kant and Naughton 1994), linear in the fills; yields the share done.
 */
export function* pairDirectly(fills: FillColumns): Generator<number, DirectPairs> {
  const partner = new Int32Array(fills.row.length).fill(ALONE)
  const parts = partByKey(fills)
  const table = new Int32Array(tableSize(parts.largest))
  for (let part = 0; part + 1 < parts.starts.length; part++) {
    joinPart(parts, part, table, partner)
    yield (part + 1) / parts.starts.length
  }
  return gather(fills, partner)
}

/** Words of a record: the key's two, the index of the fill, and {@link tagOf} it. */
const RECORD = 4
const LIVE = 2

/** One record a fill, by the low bits of their keys: part p holds records starts[p] to starts[p + 1]. */
interface Parts {
  readonly starts: Uint32Array
  readonly largest: number
  readonly records: Uint32Array
}

function partByKey(fills: FillColumns): Parts {
  const { key } = fills
  const count = key.length / 2
  const mask = powerOfTwo(count / PART_FILLS) - 1
  const starts = new Uint32Array(mask + 2)
  for (let i = 0; i < count; i++) starts[(key[2 * i]! & mask) + 1]!++
  const largest = starts.reduce((most, size) => Math.max(most, size), 0)
  for (let part = 0; part <= mask; part++) starts[part + 1]! += starts[part]!
  const next = starts.slice()
  const records = new Uint32Array(count * RECORD)
  for (let i = 0; i < count; i++) {
    const low = key[2 * i]!
    const record = next[low & mask]!++ * RECORD
    records[record] = low
    records[record + 1] = key[2 * i + 1]!
    records[record + 2] = i
    records[record + 3] = tagOf(i, fills)
  }
  return { starts, largest, records }
}

/** What decides whether two fills of a key are a pair, in one word beside the key: they differ in {@link LIVE} alone, and are not apart. */
function tagOf(fill: number, { day, live, apart }: FillColumns): number {
  return (day[fill]! << 2) | (live[fill]! * LIVE) | apart[fill]!
}

/** Pairs the fills of one part. `table` holds, by key, one more than the place of the first record of that key; 0 = none. */
function joinPart({ starts, records }: Parts, part: number, table: Int32Array, partner: Int32Array): void {
  const mask = tableSize(starts[part + 1]! - starts[part]!) - 1
  table.fill(0, 0, mask + 1)
  const end = starts[part + 1]! * RECORD
  for (let record = starts[part]! * RECORD; record < end; record += RECORD) {
    const low = records[record]!
    const high = records[record + 1]!
    let slot = high & mask
    let first = table[slot]!
    while (first !== 0 && (records[first - 1] !== low || records[first] !== high)) {
      slot = (slot + 1) & mask
      first = table[slot]!
    }
    if (first === 0) table[slot] = record + 1
    else meet(records, first - 1, record, partner)
  }
}

/** Makes a pair of the first record of a key and another one, or parts them for good where they are none or not the only two. */
function meet(records: Uint32Array, first: number, other: number, partner: Int32Array): void {
  const one = records[first + 2]!
  const two = records[other + 2]!
  const mate = partner[one]!
  if (mate === ALONE && isPair(records[first + 3]!, records[other + 3]!)) {
    partner[one] = two
    partner[two] = one
    return
  }
  if (mate >= 0) partner[mate] = CROWDED
  partner[one] = CROWDED
  partner[two] = CROWDED
}

function isPair(tag: number, other: number): boolean {
  return (tag ^ other) === LIVE && (tag & 1) === 0
}

function gather({ live }: FillColumns, partner: Int32Array): DirectPairs {
  let paired = 0
  for (let i = 0; i < partner.length; i++) if (partner[i]! >= 0) paired++
  const pairs = { live: new Int32Array(paired / 2), backtest: new Int32Array(paired / 2) }
  const others = new Int32Array(partner.length - paired)
  let pair = 0
  let other = 0
  for (let i = 0; i < partner.length; i++) {
    if (partner[i]! < 0) others[other++] = i
    else if (live[i] === 1) {
      pairs.live[pair] = i
      pairs.backtest[pair++] = partner[i]!
    }
  }
  return { ...pairs, others }
}

/** Slots for so many keys: at most half of them taken. */
function tableSize(keys: number): number {
  return powerOfTwo(2 * keys)
}

/** The least power of two that is not under `least`; 1 at least. */
function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)))
}
