-- Grain: one direct pair of an evaluated day: its P&L difference live minus backtest by cause, in money, and the larger side's notional.
CREATE OR REPLACE TEMP VIEW direct_cause AS
WITH valued AS (
  SELECT *,
    side * (mark - live_price) AS live_gain, side * (mark - backtest_price) AS backtest_gain,
    side * (mark - live_crossed) AS live_crossed_gain, side * (mark - backtest_crossed) AS backtest_crossed_gain,
    CASE WHEN zero_price THEN 1 ELSE abs(live_price) END AS live_unit, CASE WHEN zero_price THEN 1 ELSE abs(backtest_price) END AS backtest_unit,
    CASE WHEN zero_price THEN 1 ELSE abs(live_crossed) END AS live_crossed_unit,
    CASE WHEN zero_price THEN 1 ELSE abs(backtest_crossed) END AS backtest_crossed_unit
  FROM (SELECT p.*, m.price AS mark FROM direct_price p JOIN evaluated_day USING (day) JOIN mark m USING (instrument, day))
),
shared AS (
  SELECT *,
    leg_share(true, live_qty, backtest_qty, live_gain, live_crossed_gain, live_unit, live_crossed_unit, live_rate, backtest_rate) AS live,
    leg_share(false, live_qty, backtest_qty, backtest_crossed_gain, backtest_gain, backtest_crossed_unit, backtest_unit, live_rate, backtest_rate)
      AS backtest
  FROM valued
)
SELECT pair_id, day, instrument, basis, greatest(live_qty * abs(live_price), backtest_qty * abs(backtest_price)) AS notional,
  live.sizing + backtest.sizing AS sizing, live.timing + backtest.timing AS timing, live.slippage + backtest.slippage AS slippage,
  live.fees + backtest.fees - live_fee_base * (mark - live_price) + backtest_fee_base * (mark - backtest_price) AS fees
FROM shared
