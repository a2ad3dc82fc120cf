-- What one leg of a matched pair adds to the Shapley value of each cause, in money.
-- A leg's P&L per unit of the pair's quantity is gain - rate * unit: gain before fees and unit, what a fee rate is charged on, by whose deviation
-- they have; rate by whose it is. A live leg counts in coalitions with timing, a backtest leg in those without.
-- The sums over the 16 coalitions (weights 1/4, 1/12, 1/12, 1/4) are gathered by gain, unit and rate.
CREATE OR REPLACE TEMP MACRO leg_share(is_live, live_qty, backtest_qty, live_gain, backtest_gain, live_unit, backtest_unit, live_rate, backtest_rate) AS {
  sizing: (live_qty - backtest_qty) * (live_gain + backtest_gain - (live_rate + backtest_rate) / 2 * (live_unit + backtest_unit)
    + CASE WHEN is_live THEN live_gain - live_rate * live_unit ELSE backtest_gain - backtest_rate * backtest_unit END) / 6,
  timing: CASE WHEN is_live THEN 1 ELSE -1 END * (
    (live_qty + backtest_qty) * (live_gain + backtest_gain - (live_rate + backtest_rate) / 2 * (live_unit + backtest_unit))
    + live_qty * (live_gain - live_rate * live_unit) + backtest_qty * (backtest_gain - backtest_rate * backtest_unit)) / 6,
  slippage: CASE WHEN is_live
    THEN (2 * (backtest_qty + 2 * live_qty) * (live_gain - backtest_gain)
      - ((backtest_qty + live_qty) * backtest_rate + (backtest_qty + 3 * live_qty) * live_rate) * (live_unit - backtest_unit)) / 12
    ELSE (2 * (2 * backtest_qty + live_qty) * (live_gain - backtest_gain)
      - ((3 * backtest_qty + live_qty) * backtest_rate + (backtest_qty + live_qty) * live_rate) * (live_unit - backtest_unit)) / 12 END,
  fees: CASE WHEN is_live
    THEN (backtest_rate - live_rate) * ((backtest_qty + live_qty) * backtest_unit + (backtest_qty + 3 * live_qty) * live_unit) / 12
    ELSE (backtest_rate - live_rate) * ((3 * backtest_qty + live_qty) * backtest_unit + (backtest_qty + live_qty) * live_unit) / 12 END
}
