/** What each flag means to the reader of a report: what was met, and what was done about it. */
const FLAG_MEANINGS: ReadonlyMap<string, string> = new Map([
  [
    'fee-unknown',
    'The fee of these fills is not known, or is in a currency without a rate; the other side’s fee rate stands in, so they show no difference in fees.',
  ],
  [
    'fee-currency',
    'Fees in this currency have no rate to the reporting currency; the other side’s fee rate stands in for them. Give a rate to count them.',
  ],
  ['zero-price', 'These fills have a price of 0; they are counted as they are.'],
  [
    'no-mid',
    'No mid price is known around these pairs, so timing and slippage cannot be told apart; they stand together as “price”.',
  ],
  [
    'mid-at-sent',
    'Only the mid when the order was sent is known for these pairs; what latency cost counts as slippage.',
  ],
  [
    'fill-mark',
    'No quote or bar marks these positions at the day’s end; the last fill price does, which moves P&L between days.',
  ],
  [
    'possible-split',
    'A mark moved more than 1.8 times without a fill: a split, a redenomination or bad data. Check it before trusting the days around it.',
  ],
  [
    'id-conflict',
    'The same signal or order id names another side or symbol in live and backtest; these orders stay unmatched and count as alpha.',
  ],
  [
    'greedy',
    'So many orders were close in time that these pairs were matched cheapest first instead of all at once; some may belong to a neighbour.',
  ],
  [
    'unconverted',
    'These fills are in a currency that cannot be converted to the reporting currency; they are left out of every number.',
  ],
  ['no-capital', 'The capital is not known, so there is money only: no returns, no tracking error in bps, no band.'],
  [
    'requested-as-mid',
    'The price requested stands in for the mid when the order was sent; slippage is measured against it.',
  ],
  [
    'outside-overlap',
    'Records outside the days both sides cover build the opening positions but are not measured themselves.',
  ],
  [
    'short-window',
    'Fewer days than the window were behind the measure, so its interval is wide. The count is the days there were.',
  ],
  ['too-few-days', 'A single day has no spread: tracking error needs at least two.'],
  ['open-order', 'These orders were still open when the file was written; their later fills are not in it.'],
  ['starting-balance', 'The file states this starting balance; it was not taken as capital, which has to be given.'],
  [
    'funding-without-close',
    'Funding of these trades has no time of its own in the file and the trade has not closed; it is left out until it does.',
  ],
  [
    'unknown-opening',
    'The first fill of a symbol closes a position that no file opens; a flat start was assumed. Give the opening positions.',
  ],
  ['inverse-unsupported', 'Inverse and coin-margined contracts are left out until their P&L is right.'],
])

/** Returns one sentence that says what a flag means; an unknown code says where the detail is. */
export function flagMeaning(code: string): string {
  return (
    FLAG_MEANINGS.get(code) ??
    'Read the numbers this concerns with care; the code is explained in the notes of the input files.'
  )
}
