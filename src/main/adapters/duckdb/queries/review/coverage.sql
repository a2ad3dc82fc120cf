-- Grain: one row per origin with fills: first and last trading day. Days as YYYY-MM-DD. Order: origin.
SELECT origin::VARCHAR AS origin, min(day)::VARCHAR AS first_day, max(day)::VARCHAR AS last_day
FROM review_fill GROUP BY origin ORDER BY origin
