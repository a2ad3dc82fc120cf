-- Grain: one row: how many fills are on a Saturday or Sunday (UTC).
SELECT count(*) AS weekend FROM fill WHERE isodow(t_fill) > 5
