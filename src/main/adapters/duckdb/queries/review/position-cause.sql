-- Grain: one instrument and day on which positions moved: live minus backtest position change by cause, in units. 'opening' counts as alpha
-- and is dated before every fill. $ladder: sizing at the backtest's schedule, then timing at live quantity; else the Shapley value of the two.
-- At the end of a day on which neither side holds anything (less than 1e-12 of what it turned over so far), what causes moved since the last
-- such day is taken back: it adds up to nothing, and an entry of one cause would stand against its exit in another for ever.
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
),
change AS (
  SELECT instrument, day, sum(alpha) AS alpha, sum(sizing) AS sizing, sum(timing) AS timing, sum(fees) AS fees, sum(price) AS price
  FROM (
    SELECT instrument, day, 0.0::DOUBLE AS alpha, sizing, CASE WHEN basis = 'price' THEN 0 ELSE timing END AS timing, fees,
      CASE WHEN basis = 'price' THEN timing ELSE 0 END AS price FROM matched
    UNION ALL SELECT instrument, day, 0, sizing, 0, fees, 0 FROM direct
    UNION ALL SELECT instrument, day, alpha, 0, 0, 0, 0 FROM alone
    UNION ALL SELECT instrument, day, alpha, 0, 0, 0, 0 FROM opening
  )
  GROUP BY instrument, day
),
flat AS (
  SELECT instrument, day AS flat_day FROM held_position WHERE greatest(abs(live), abs(backtest)) <= 1e-12 * turned
)
SELECT instrument, day, alpha, sizing, timing, fees, price FROM change
UNION ALL
SELECT c.instrument, f.flat_day, -c.alpha, -c.sizing, -c.timing, -c.fees, -c.price
FROM change c ASOF JOIN flat f ON f.instrument = c.instrument AND f.flat_day >= c.day
