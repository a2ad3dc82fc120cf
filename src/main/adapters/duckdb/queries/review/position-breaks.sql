-- Grain: one evaluated day and instrument whose end-of-day positions differ between live and backtest (scaled), in units: by more than
-- 1e-9 of what was traded so far. Order: day, instrument.
WITH steps AS (
  SELECT origin, instrument, day, (side * qty - fee_base) * CASE WHEN origin = 'live' THEN 1 ELSE $scale END AS moved
  FROM review_fill
  UNION ALL
  SELECT o.origin, m.instrument, DATE '1970-01-01', o.qty * CASE WHEN o.origin = 'live' THEN 1 ELSE $scale END
  FROM position o JOIN traded_symbol m USING (symbol)
),
daily AS (
  SELECT instrument, day, coalesce(sum(moved) FILTER (origin = 'live'), 0) AS live, coalesce(sum(moved) FILTER (origin = 'backtest'), 0) AS backtest,
    sum(abs(moved)) AS traded
  FROM steps GROUP BY instrument, day
),
held AS (
  SELECT d.day, s.instrument, sum(s.live) AS live, sum(s.backtest) AS backtest, sum(s.traded) AS traded
  FROM evaluated_day d JOIN daily s ON s.day <= d.day GROUP BY d.day, s.instrument
)
SELECT day::VARCHAR AS day, instrument::VARCHAR AS symbol, live, backtest FROM held
WHERE abs(live - backtest) > 1e-9 * traded ORDER BY day, symbol
