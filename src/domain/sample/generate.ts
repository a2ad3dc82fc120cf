import { markDays, settleFunding, sumDailyPnl } from './accounts.ts'
import { simulateFill } from './backtest.ts'
import { printDeployment, printHealth, printRisk, trackRisk } from './canary-files.ts'
import { printEquity } from './equity.ts'
import { planHardships } from './hardships.ts'
import { executeLive } from './live.ts'
import { createMarket } from './market.ts'
import { collectQuotes } from './quotes.ts'
import { printIncidents, printUptime } from './service-files.ts'
import { listSignals } from './signals.ts'
import { printCash, printFills, printOrders, printQuotes } from './trade-files.ts'
import { planTrips } from './trips.ts'
import { printTruth } from './truth.ts'

/** One file of the sample project: its name without a folder, and its text (UTF-8, line feeds). */
export interface SampleFile {
  readonly name: string
  readonly text: string
}

/** The seed of the sample project the product offers. */
export const SAMPLE_SEED = 20_260_302

/**
 * Generates the sample project: 60 days of one strategy, live and backtest, with market data, service records and a
 * canary deployment, and in truth.json what was planted where. The same seed gives the same bytes on every machine.
 */
export function generateSample(seed: number): SampleFile[] {
  const market = createMarket(seed)
  const signals = listSignals(seed, planTrips(seed, market), market)
  const hardships = planHardships(seed, signals, market)
  const backtest = signals.map(simulateFill)
  const live = executeLive(seed, signals, market, hardships)
  const quotes = collectQuotes(market, signals, live.quotes)
  const marks = markDays(quotes)
  const funding = settleFunding(seed, live.fills, market)
  const risk = trackRisk(live.fills, market)
  const missed = signals.filter((signal) => hardships.get(signal)?.missed).map(simulateFill)
  return [
    { name: 'live.csv', text: printFills(live.fills, 6) },
    { name: 'backtest.csv', text: printFills(backtest, 3) },
    { name: 'quotes.csv', text: printQuotes(seed, quotes) },
    { name: 'orders.csv', text: printOrders(live.orders) },
    { name: 'cash.csv', text: printCash(funding) },
    { name: 'equity.csv', text: printEquity(sumDailyPnl(live.fills, funding, marks)) },
    { name: 'uptime.csv', text: printUptime() },
    { name: 'incidents.csv', text: printIncidents() },
    { name: 'deployment.csv', text: printDeployment() },
    { name: 'risk.csv', text: printRisk(risk) },
    { name: 'health.csv', text: printHealth() },
    { name: 'truth.json', text: printTruth({ seed, fills: live.fills, missed, orders: live.orders, marks, risk }) },
  ]
}
