import { fromMapping } from './from-mapping.ts'

const SHARED = `shape = "legs"
zone = "America/New_York"`

/**
 * Option Omega's trade log of a backtest: premiums and costs in dollars per lot of 100, date and time in two columns, New
 * York time. A row is one spread (see option-legs.ts), two fills. The file does not name the underlying, so the spread's
 * name begins with OPTION.
 */
export const optionOmegaBacktest = fromMapping({
  id: 'option-omega-backtest',
  title: 'Option Omega trade log (backtest)',
  times: 'date and time, New York',
  header: [
    'Date Opened',
    'Time Opened',
    'Legs',
    'Premium',
    'Date Closed',
    'Time Closed',
    'Avg. Closing Cost',
    'No. of Contracts',
    'Opening Commissions + Fees',
    'Closing Commissions + Fees',
  ],
  mapping: `${SHARED}
price_scale = 0.01
[columns]
strategy = "Strategy"
legs = "Legs"
qty = "No. of Contracts"
entry_time = ["Date Opened", "Time Opened"]
entry_price = "Premium"
exit_time = ["Date Closed", "Time Closed"]
exit_price = "Avg. Closing Cost"
fee_entry = "Opening Commissions + Fees"
fee_exit = "Closing Commissions + Fees"
[constants]
symbol = "OPTION"
multiplier = 100
fee_currency = "USD"
`,
})

/** Option Omega's strategy log of live trades: premiums in points; fees are what the net P&L leaves of the gross. */
export const optionOmegaLive = fromMapping({
  id: 'option-omega-live',
  title: 'Option Omega strategy log (live)',
  times: 'ISO 8601 without an offset, New York',
  header: [
    'Strategy',
    'Date Opened',
    'Legs',
    'Initial Premium',
    'No. of Contracts',
    'P/L',
    'Date Closed',
    'Avg. Closing Cost',
    'Reason For Close',
  ],
  mapping: `${SHARED}
[columns]
strategy = "Strategy"
legs = "Legs"
qty = "No. of Contracts"
entry_time = "Date Opened"
entry_price = "Initial Premium"
exit_time = "Date Closed"
exit_price = "Avg. Closing Cost"
net_pnl = "P/L"
[constants]
symbol = "OPTION"
multiplier = 100
fee_currency = "USD"
`,
})
