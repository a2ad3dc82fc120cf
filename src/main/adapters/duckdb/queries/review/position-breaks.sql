-- Grain: one evaluated day and instrument whose end-of-day positions differ between live and backtest (scaled), in units: by more than
-- 1e-9 of what was turned over so far. Order: day, instrument.
WITH asked AS (
  SELECT d.day, i.instrument FROM evaluated_day d CROSS JOIN (SELECT DISTINCT instrument FROM held_position) i
)
SELECT a.day::VARCHAR AS day, a.instrument::VARCHAR AS symbol, h.live, h.backtest * $scale AS backtest
FROM asked a ASOF JOIN held_position h ON h.instrument = a.instrument AND h.day <= a.day
WHERE abs(h.live - h.backtest * $scale) > 1e-9 * h.turned ORDER BY a.day, symbol
