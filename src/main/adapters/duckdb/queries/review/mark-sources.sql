-- Grain: one row per source of the marks that value a position held at the end of an evaluated day, on either side: what is left of more
-- than 1e-9 of what was traded so far. A mark of an instrument nobody holds moves no P&L.
WITH steps AS (
  SELECT origin, instrument, day, side * qty - fee_base AS moved FROM review_fill
  UNION ALL
  SELECT o.origin, m.instrument, DATE '1970-01-01', o.qty FROM position o JOIN traded_symbol m USING (symbol)
),
daily AS (
  SELECT instrument, day, coalesce(sum(moved) FILTER (origin = 'live'), 0) AS live, coalesce(sum(moved) FILTER (origin = 'backtest'), 0) AS backtest,
    sum(abs(moved)) AS traded
  FROM steps GROUP BY instrument, day
),
book AS (
  SELECT instrument, day, sum(live) OVER so_far AS live, sum(backtest) OVER so_far AS backtest, sum(traded) OVER so_far AS traded
  FROM daily WINDOW so_far AS (PARTITION BY instrument ORDER BY day)
)
SELECT m.source, count(*) AS marks
FROM mark m
JOIN evaluated_day USING (day)
ASOF JOIN book b ON b.instrument = m.instrument AND b.day <= m.day
WHERE greatest(abs(b.live), abs(b.backtest)) > 1e-9 * b.traded
GROUP BY m.source ORDER BY m.source
