-- Grain: one mark of a simulated instrument: row counts day ends from 0, the day before the first evaluated one. price is money. Order: row, code.
WITH ends AS (SELECT min(prior_day) AS day FROM evaluated_day UNION ALL SELECT day FROM evaluated_day),
numbered AS (SELECT day, row_number() OVER (ORDER BY day) - 1 AS index FROM ends)
SELECT n.index::DOUBLE AS row, s.symbol::DOUBLE AS code, m.price
FROM mark m JOIN numbered n USING (day) JOIN (SELECT DISTINCT symbol, instrument FROM executed_order) s USING (instrument)
ORDER BY 1, 2
