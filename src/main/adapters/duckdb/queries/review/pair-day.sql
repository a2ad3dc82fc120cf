-- Grain: one pair and evaluated day with fills: the P&L difference live minus backtest of fills dated that day, by cause, in money.
CREATE OR REPLACE TEMP TABLE pair_day AS
SELECT pair_id, day, instrument,
  0.0::DOUBLE AS alpha, sum(sizing) AS sizing,
  coalesce(sum(timing) FILTER (basis <> 'price'), 0) AS timing, sum(slippage) AS slippage, sum(fees) AS fees,
  coalesce(sum(timing) FILTER (basis = 'price'), 0) AS price
FROM leg_cause GROUP BY pair_id, day, instrument
UNION ALL
SELECT g.pair_id, g.day, g.instrument,
  CASE WHEN g.origin = 'live' THEN 1 ELSE -1 END
    * (g.side * g.qty * (m.price - g.price) - g.fee_known - (g.fee_base * m.price - g.fee_base_money)) AS alpha,
  0, 0, 0, 0, 0
FROM pair_leg g JOIN pair p USING (pair_id) JOIN evaluated_day USING (day) JOIN mark m ON m.instrument = g.instrument AND m.day = g.day
WHERE p.kind <> 'matched'
