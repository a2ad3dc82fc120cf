-- Grain: one evaluated day: the sum over the live accounts of the last net asset value at or before the day's start (NULL: none), the flows of the
-- day, and the sum of the last values at or before its end. `moved`: some account has a new value, and none began within the day. Money. Order: day.
-- Within an account the file loaded last speaks for the time it spans.
WITH span AS (SELECT source_id, coalesce(account, '') AS account, min(t) AS first_t, max(t) AS last_t FROM equity WHERE origin = 'live' GROUP BY ALL),
value AS (
  SELECT coalesce(e.account, '') AS account, epoch_us(e.t) AS t, e.nav, e.flow FROM equity e
  WHERE e.origin = 'live' AND NOT EXISTS (
    FROM span s WHERE s.account = coalesce(e.account, '') AND s.source_id > e.source_id AND e.t BETWEEN s.first_t AND s.last_t)
),
bounds AS (SELECT day, epoch_us(prior_day + INTERVAL 1 DAY) AS start_us, end_us FROM evaluated_day),
held AS (SELECT b.day, b.start_us, b.end_us, a.account FROM bounds b CROSS JOIN (SELECT DISTINCT account FROM value) a),
-- Of equal times in one account any stands for it.
known AS (
  SELECT h.day, h.account, any_value(s.nav) AS nav, any_value(e.nav) AS end_nav, any_value(s.t) AS start_t, any_value(e.t) AS end_t
  FROM held h
  ASOF LEFT JOIN value s ON s.account = h.account AND s.t <= h.start_us
  ASOF LEFT JOIN value e ON e.account = h.account AND e.t <= h.end_us
  GROUP BY h.day, h.account
)
SELECT b.day::VARCHAR AS day, sum(k.nav) AS nav, sum(k.end_nav) AS end_nav,
  bool_or(k.start_t < k.end_t) AND bool_and(k.end_nav IS NULL OR k.nav IS NOT NULL) AS moved,
  coalesce((SELECT sum(flow) FROM value q WHERE q.t > any_value(b.start_us) AND q.t <= any_value(b.end_us)), 0) AS flow
FROM bounds b LEFT JOIN known k ON k.day = b.day
GROUP BY b.day ORDER BY b.day
