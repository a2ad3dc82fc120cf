-- Grain: one row: how many composites the passes of matching have to pair, how many of them are of round trips, and how many are paired.
SELECT (SELECT count(*) FROM composite) AS composites, (SELECT count(trip_id) FROM composite) AS of_trips, (SELECT count(*) FROM pairing) AS paired
