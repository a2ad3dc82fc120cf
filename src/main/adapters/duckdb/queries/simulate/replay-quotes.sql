-- Grain: one quote of a simulated instrument within the evaluated days and the day before. Milliseconds; mid in the reporting currency. Order: code, t.
SELECT s.symbol::DOUBLE AS code, epoch_us(q.t)::DOUBLE / 1000 AS time_ms, (q.bid + q.ask) / 2 * m.rate AS mid
FROM quote q JOIN traded_symbol m USING (symbol)
JOIN (SELECT DISTINCT symbol AS symbol, instrument FROM executed_order) s ON s.instrument = m.instrument
WHERE epoch_us(q.t) < (SELECT max(end_us) FROM evaluated_day) AND epoch_us(q.t) >= (SELECT min(end_us) FROM evaluated_day) - 2 * 86400000000
ORDER BY 1, 2, 3
