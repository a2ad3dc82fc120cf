-- Grain: one evaluated day of [$from, $to]; prior_day is the trading day before it; the day ends at end_us (UTC microseconds, exclusive).
CREATE OR REPLACE TEMP TABLE evaluated_day AS
SELECT
  day,
  day - CASE WHEN $weekdays AND isodow(day) = 1 THEN 3 ELSE 1 END AS prior_day,
  epoch_us(day + INTERVAL 1 DAY) AS end_us
FROM (SELECT unnest(generate_series($from::DATE, $to::DATE, INTERVAL 1 DAY))::DATE AS day)
WHERE NOT $weekdays OR isodow(day) <= 5
ORDER BY day
