-- Grain: one row: how many composites of each side are not paired yet, and how many of both belong to round trips.
SELECT count(*) FILTER (origin = 'live') AS live, count(*) FILTER (origin = 'backtest') AS backtest, count(trip_id) AS of_trips
FROM composite WHERE composite_id NOT IN (SELECT composite_id FROM pairing)
