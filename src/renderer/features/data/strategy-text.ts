import { reviewedStrategy } from '#domain/parity/strategy.ts'

/** Returns a chosen strategy as it is shown: its name, or live's against the backtest's where they differ. */
export function strategyText(chosen: string): string {
  const { live, backtest } = reviewedStrategy(chosen)
  const named = (name: string) => (name === '' ? 'no name' : name)
  return live === backtest ? named(live) : `${named(live)} against ${named(backtest)}`
}
