-- Grain: one instrument and day on which positions moved: live minus backtest position change by cause, in units. 'opening' counts as alpha
-- and is dated before every fill. $ladder: sizing at the backtest's schedule, then timing at live quantity; else the Shapley value of the two.
CREATE OR REPLACE TEMP TABLE position_cause AS
WITH matched AS (
  SELECT instrument, day, basis,
    CASE WHEN $ladder THEN CASE WHEN origin = 'backtest' THEN 1 ELSE 0 END ELSE 0.5 END * side * (live_qty - backtest_qty) * weight AS sizing,
    CASE WHEN origin = 'live' THEN 1 ELSE -1 END * side * weight
      * CASE WHEN $ladder THEN live_qty ELSE (live_qty + backtest_qty) / 2 END AS timing,
    CASE WHEN origin = 'live' THEN -1 ELSE 1 END * fee_base AS fees
  FROM attribution_leg
),
alone AS (
  SELECT g.instrument, g.day, CASE WHEN g.origin = 'live' THEN 1 ELSE -1 END * (g.side * g.qty - g.fee_base) AS alpha
  FROM pair_leg g JOIN loose_pair p USING (pair_id) WHERE p.kind <> 'matched'
),
direct AS (
  SELECT instrument, day, sizing, fees FROM direct_position
),
opening AS (
  SELECT m.instrument, DATE '1970-01-01' AS day,
    CASE WHEN o.origin = 'live' THEN o.qty ELSE -o.qty * $scale END AS alpha
  FROM position o JOIN traded_symbol m USING (symbol)
)
SELECT instrument, day, sum(alpha) AS alpha, sum(sizing) AS sizing, sum(timing) AS timing, sum(fees) AS fees, sum(price) AS price
FROM (
  SELECT instrument, day, 0.0::DOUBLE AS alpha, sizing, CASE WHEN basis = 'price' THEN 0 ELSE timing END AS timing, fees,
    CASE WHEN basis = 'price' THEN timing ELSE 0 END AS price FROM matched
  UNION ALL SELECT instrument, day, 0, sizing, 0, fees, 0 FROM direct
  UNION ALL SELECT instrument, day, alpha, 0, 0, 0, 0 FROM alone
  UNION ALL SELECT instrument, day, alpha, 0, 0, 0, 0 FROM opening
)
GROUP BY instrument, day
