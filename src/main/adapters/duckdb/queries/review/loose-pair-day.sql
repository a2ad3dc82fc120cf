-- Grain: one pair that is not direct and evaluated day with fills: the P&L difference live minus backtest of fills dated that day, by cause, in
-- money, and the larger side's notional of that day.
CREATE OR REPLACE TEMP TABLE loose_pair_day AS
WITH larger AS (SELECT pair_id, day, max(qty * abs(price)) AS notional FROM pair_leg GROUP BY pair_id, day)
SELECT pair_id, day, any_value(notional) AS notional, 0.0::DOUBLE AS alpha, sum(sizing) AS sizing,
  coalesce(sum(timing) FILTER (is_one = 0), 0) AS timing, sum(slippage) AS slippage, sum(fees) AS fees,
  coalesce(sum(timing) FILTER (is_one = 1), 0) AS price
FROM leg_cause JOIN larger USING (pair_id, day) GROUP BY pair_id, day
UNION ALL
SELECT g.pair_id, g.day, g.qty * abs(g.price),
  CASE WHEN g.origin = 'live' THEN 1 ELSE -1 END
    * (g.side * g.qty * (m.price - g.price) - g.fee_known - (g.fee_base * m.price - g.fee_base_money)),
  0, 0, 0, 0, 0
FROM pair_leg g JOIN loose_pair p USING (pair_id) JOIN evaluated_day USING (day) JOIN mark m ON m.instrument = g.instrument AND m.day = g.day
WHERE p.kind <> 'matched'
