-- Grain: one judged day. Order: day.
SELECT day, run_id, band, action, streak, transition, revision FROM verdict ORDER BY day
