-- What one leg of a matched pair adds to each rung of the ladder backtest -> sizing -> timing -> slippage -> fees, in money.
-- A leg's P&L per unit of the pair's quantity is gain - rate * unit: gain before fees and unit, what a fee rate is charged on, by whose deviation
-- they have; rate by whose it is.
CREATE OR REPLACE TEMP MACRO leg_share(is_live, live_qty, backtest_qty, live_gain, backtest_gain, live_unit, backtest_unit, live_rate, backtest_rate) AS {
  sizing: CASE WHEN is_live THEN 0 ELSE (live_qty - backtest_qty) * (backtest_gain - backtest_rate * backtest_unit) END,
  timing: CASE WHEN is_live THEN 1 ELSE -1 END * live_qty * (backtest_gain - backtest_rate * backtest_unit),
  slippage: CASE WHEN is_live THEN live_qty * (live_gain - backtest_gain - backtest_rate * (live_unit - backtest_unit)) ELSE 0 END,
  fees: CASE WHEN is_live THEN live_qty * (backtest_rate - live_rate) * live_unit ELSE 0 END
}
