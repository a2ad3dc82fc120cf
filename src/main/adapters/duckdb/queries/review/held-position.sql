-- Grain: one instrument and day on which a side's position moved: what each side holds at its end, and what both turned over so far, in units.
-- Unscaled. Opening positions are dated before every fill.
CREATE OR REPLACE TEMP TABLE held_position AS
WITH moved AS (
  SELECT instrument, day, moved * is_live AS live, moved * (1 - is_live) AS backtest, turned FROM day_flow
  UNION ALL
  SELECT m.instrument, DATE '1970-01-01', CASE WHEN o.origin = 'live' THEN o.qty ELSE 0 END, CASE WHEN o.origin = 'live' THEN 0 ELSE o.qty END, abs(o.qty)
  FROM position o JOIN traded_symbol m USING (symbol)
),
daily AS (
  SELECT instrument, day, sum(live) AS live, sum(backtest) AS backtest, sum(turned) AS turned FROM moved GROUP BY instrument, day
)
SELECT instrument, day, sum(live) OVER so_far AS live, sum(backtest) OVER so_far AS backtest, sum(turned) OVER so_far AS turned
FROM daily WINDOW so_far AS (PARTITION BY instrument ORDER BY day)
