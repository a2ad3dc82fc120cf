import type { RejectReason, Shape } from '#shared/canonical.ts'

const NOUN: Record<Shape, string> = {
  fills: 'a fill',
  orders: 'an order',
  quotes: 'a quote',
  bars: 'a bar',
  equity: 'an equity row',
  cash: 'a cash row',
  positions: 'a position',
}

const NOT_AN_ORDER: Partial<Record<string, string>> = {
  qty: 'the quantity is zero, so nothing was traded',
  status: 'the status is not filled, partial, cancelled, expired or rejected',
}

/** Returns the sentence of a refused row: what was found in which column, by the name its header has, and what was expected. */
export function rejectMessage(
  shape: Shape,
  reason: RejectReason,
  { column, header }: { readonly column: string; readonly header: string },
  raw: string | null,
): string {
  const found = raw === null ? 'nothing' : `"${raw.length > 80 ? `${raw.slice(0, 80)}…` : raw}"`
  switch (reason) {
    case 'missing-value':
      return `Column "${header}" is empty; ${NOUN[shape]} needs it.`
    case 'bad-number':
      return `Column "${header}" holds ${found}, which is not a usable number.`
    case 'bad-time':
      return `Column "${header}" holds ${found}, which is not a time between 1990 and 2100 with a known zone.`
    case 'unknown-side':
      return `Column "${header}" holds ${found}; expected buy or sell.`
    case 'negative-quantity':
      return `Column "${header}" holds ${found}; a quantity is positive and the side says its direction.`
    case 'ragged-row':
      return 'The row has another number of cells than the header.'
    case 'duplicate-id':
      return `The id ${found} was loaded before for this side and symbol.`
    case 'inverse-unsupported':
      return `The symbol ${found} is an inverse or coin-margined contract, which is not supported.`
    case 'broken-book':
      return 'The levels of the book cannot have been shown.'
    case 'not-an-order':
      return `Column "${header}" holds ${found}: ${NOT_AN_ORDER[column] ?? 'this is not an order'}.`
  }
}
