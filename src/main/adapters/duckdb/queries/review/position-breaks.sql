-- Grain: one evaluated day and instrument whose end-of-day positions differ between live and backtest (scaled), in units. Order: day, instrument.
WITH steps AS (
  SELECT origin, instrument, day, sum(side * qty - fee_base) * CASE WHEN origin = 'live' THEN 1 ELSE $scale END AS moved
  FROM review_fill GROUP BY origin, instrument, day
  UNION ALL
  SELECT o.origin, m.instrument, DATE '1970-01-01', o.qty * CASE WHEN o.origin = 'live' THEN 1 ELSE $scale END
  FROM position o JOIN symbol_map m USING (symbol)
)
SELECT d.day::VARCHAR AS day, s.instrument AS symbol,
  coalesce(sum(s.moved) FILTER (s.origin = 'live'), 0) AS live, coalesce(sum(s.moved) FILTER (s.origin = 'backtest'), 0) AS backtest
FROM evaluated_day d JOIN steps s ON s.day <= d.day
GROUP BY d.day, s.instrument
HAVING abs(live - backtest) > 1e-9 * (sum(abs(s.moved)))
ORDER BY d.day, s.instrument
