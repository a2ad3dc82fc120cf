-- Grain: one leg of a matched pair on an evaluated day, with its P&L per unit of the chosen quantity, weight included, for each choice of
-- deviation and fee rate: v_lb = deviation from live, fee rate from backtest. mark is the day's common mark.
CREATE OR REPLACE TEMP VIEW attribution_value AS
WITH chosen AS (
  SELECT l.*, m.price AS mark,
    CASE WHEN l.origin = 'live' THEN l.deviation ELSE l.other_deviation END AS live_x,
    CASE WHEN l.origin = 'live' THEN l.other_deviation ELSE l.deviation END AS backtest_x,
    CASE WHEN l.origin = 'live' THEN l.rate ELSE l.other_rate END AS live_r,
    CASE WHEN l.origin = 'live' THEN l.other_rate ELSE l.rate END AS backtest_r
  FROM attribution_leg l JOIN evaluated_day USING (day) JOIN mark m USING (instrument, day)
)
SELECT pair_id, origin, day, instrument, side, weight, live_qty, backtest_qty, basis, fee_base * mark - fee_base_money AS fee_base_gain,
  weight * (side * (mark - mid - live_x) - live_r * CASE WHEN zero_price THEN 1 ELSE abs(mid + live_x) END) AS v_ll,
  weight * (side * (mark - mid - live_x) - backtest_r * CASE WHEN zero_price THEN 1 ELSE abs(mid + live_x) END) AS v_lb,
  weight * (side * (mark - mid - backtest_x) - live_r * CASE WHEN zero_price THEN 1 ELSE abs(mid + backtest_x) END) AS v_bl,
  weight * (side * (mark - mid - backtest_x) - backtest_r * CASE WHEN zero_price THEN 1 ELSE abs(mid + backtest_x) END) AS v_bb
FROM chosen
