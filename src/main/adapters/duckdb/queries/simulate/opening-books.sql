-- Grain: one book (strategy and instrument) the backtest holds something of before the first evaluated day: signed quantity, scaled. Order: book.
WITH books AS (SELECT DISTINCT book, strategy, instrument FROM executed_order WHERE origin = 'backtest'),
held AS (
  SELECT strategy, instrument, sum((side * qty - fee_base) * $scale ORDER BY t, intent) AS qty
  FROM review_fill WHERE origin = 'backtest' AND day < (SELECT min(day) FROM evaluated_day) GROUP BY ALL
  UNION ALL
  SELECT min(b.strategy), m.instrument, any_value(p.qty) * $scale
  FROM position p JOIN traded_symbol m USING (symbol) JOIN books b USING (instrument) WHERE p.origin = 'backtest' GROUP BY m.instrument, p.source_id
)
SELECT b.book::DOUBLE AS book, sum(h.qty ORDER BY h.qty) AS qty FROM held h JOIN books b USING (strategy, instrument)
GROUP BY b.book HAVING abs(sum(h.qty)) > 0 ORDER BY b.book
