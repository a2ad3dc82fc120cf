import { parsePython, pythonAt, pythonText, type PythonValue } from './python-literal.ts'

/** A fee and the asset it is in; null amounts are unknown. */
export interface HummingbotFee {
  readonly fee: number | null
  readonly currency: string | null
}

/**
 * Reads `trade_fee`: `{'fee_type': .., 'percent': '0.001', 'percent_token': 'ETH', 'flat_fees': [{'token': 'BNB', 'amount': '0.01'}]}`,
 * a Python dict in CSV and JSON in the database. The percentage is of the notional, so its worth is in the quote
 * currency whatever token it is taken in; flat fees are in their token. A fee of both kinds in two assets is unknown.
 */
export function readHummingbotFee(text: string | null, notional: number | null, quote: string | null): HummingbotFee {
  const value = text === null ? undefined : parsePython(text)
  const percent = numberOf(pythonAt(value, 'percent'))
  if (percent === null) return { fee: null, currency: null }
  const share = notional === null ? null : percent * notional
  const flat = flatFees(pythonAt(value, 'flat_fees'))
  const charged = [...flat].filter(([, amount]) => amount !== 0)
  const [only] = charged
  if (only === undefined) return { fee: share, currency: quote }
  if (charged.length > 1) return { fee: null, currency: null }
  const [token, amount] = only
  if (percent === 0) return { fee: amount, currency: token }
  return token === quote && share !== null ? { fee: share + amount, currency: quote } : { fee: null, currency: null }
}

function flatFees(value: PythonValue | undefined): Map<string, number> {
  const sums = new Map<string, number>()
  for (const fee of Array.isArray(value) ? (value as readonly PythonValue[]) : []) {
    const token = pythonText(pythonAt(fee, 'token')) ?? ''
    sums.set(token, (sums.get(token) ?? 0) + (numberOf(pythonAt(fee, 'amount')) ?? 0))
  }
  return sums
}

function numberOf(value: PythonValue | undefined): number | null {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN
  return Number.isFinite(number) ? number : null
}
