-- Grain: one pair and evaluated day with fills: the P&L difference live minus backtest of fills dated that day, by cause, in money, and the larger
-- side's notional of that day.
CREATE OR REPLACE TEMP TABLE pair_day AS
WITH larger AS (SELECT pair_id, day, max(qty * abs(price)) AS notional FROM pair_leg GROUP BY pair_id, day)
SELECT pair_id, day, instrument, notional, 0.0::DOUBLE AS alpha, sizing,
  CASE WHEN basis = 'price' THEN 0 ELSE timing END AS timing, slippage, fees, CASE WHEN basis = 'price' THEN timing ELSE 0 END AS price
FROM direct_cause
UNION ALL
SELECT pair_id, day, instrument, any_value(notional), 0, sum(sizing),
  coalesce(sum(timing) FILTER (basis <> 'price'), 0), sum(slippage), sum(fees), coalesce(sum(timing) FILTER (basis = 'price'), 0)
FROM leg_cause JOIN larger USING (pair_id, day) GROUP BY pair_id, day, instrument
UNION ALL
SELECT g.pair_id, g.day, g.instrument, g.qty * abs(g.price),
  CASE WHEN g.origin = 'live' THEN 1 ELSE -1 END
    * (g.side * g.qty * (m.price - g.price) - g.fee_known - (g.fee_base * m.price - g.fee_base_money)) AS alpha,
  0, 0, 0, 0, 0
FROM pair_leg g JOIN loose_pair p USING (pair_id) JOIN evaluated_day USING (day) JOIN mark m ON m.instrument = g.instrument AND m.day = g.day
WHERE p.kind <> 'matched'
