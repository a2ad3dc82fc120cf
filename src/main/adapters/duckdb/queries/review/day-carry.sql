-- Grain: one evaluated day: P&L difference of positions that earlier days left, by cause, in money. Order: day.
WITH moved AS (
  SELECT v.day, v.move, c.*
  FROM mark_move v JOIN position_cause c ON c.instrument = v.instrument AND c.day < v.day
)
SELECT d.day::VARCHAR AS day,
  coalesce(sum(alpha * move), 0) AS alpha, coalesce(sum(sizing * move), 0) AS sizing, coalesce(sum(timing * move), 0) AS timing,
  coalesce(sum(fees * move), 0) AS fees, coalesce(sum(price * move), 0) AS price
FROM evaluated_day d LEFT JOIN moved v ON v.day = d.day
GROUP BY d.day ORDER BY d.day
