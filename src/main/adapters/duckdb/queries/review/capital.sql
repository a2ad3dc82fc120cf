-- Grain: one evaluated day: the live account's last net asset value at or before the day's start (NULL: none), the flows of the day, and the
-- last value at or before its end. Money. Order: day.
WITH value AS (SELECT epoch_us(t) AS t, nav FROM equity WHERE origin = 'live'),
bounds AS (SELECT day, epoch_us(prior_day + INTERVAL 1 DAY) AS start_us, end_us FROM evaluated_day)
SELECT b.day::VARCHAR AS day, any_value(s.nav) AS nav, any_value(e.nav) AS end_nav, any_value(s.t) < any_value(e.t) AS moved,
  coalesce((SELECT sum(flow) FROM equity q WHERE q.origin = 'live' AND epoch_us(q.t) > b.start_us AND epoch_us(q.t) <= b.end_us), 0) AS flow
FROM bounds b
ASOF LEFT JOIN value s ON s.t <= b.start_us
ASOF LEFT JOIN value e ON e.t <= b.end_us
GROUP BY b.day, b.start_us, b.end_us ORDER BY b.day
