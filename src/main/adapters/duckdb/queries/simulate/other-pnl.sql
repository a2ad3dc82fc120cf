-- Grain: one evaluated day: backtest money that execution does not touch: what positions of before the first evaluated day earn, and cash, scaled. Order: day.
WITH held AS (
  SELECT instrument, sum(qty) AS qty FROM (
    SELECT instrument, side * qty - fee_base AS qty FROM review_fill
    WHERE origin = 'backtest' AND day < (SELECT min(day) FROM evaluated_day)
    UNION ALL
    SELECT m.instrument, p.qty FROM position p JOIN traded_symbol m USING (symbol) WHERE p.origin = 'backtest'
  ) GROUP BY instrument
),
earned AS (SELECT v.day, sum(h.qty * v.move) AS money FROM held h JOIN mark_move v USING (instrument) GROUP BY v.day),
paid AS (SELECT trading_day(t) AS day, sum(amount) AS money FROM cash WHERE origin = 'backtest' GROUP BY 1)
SELECT (coalesce(e.money, 0) + coalesce(p.money, 0)) * $scale AS money
FROM evaluated_day d LEFT JOIN earned e USING (day) LEFT JOIN paid p USING (day) ORDER BY d.day
