-- Pass 2: exits of round trips whose entries are paired pair with each other, all exits of a trip together, whatever their times.
INSERT INTO pairing
WITH trip_pair AS (
  SELECT DISTINCT l.trip_id AS live_trip, b.trip_id AS backtest_trip, l.strategy, l.instrument
  FROM pairing pl JOIN composite l ON l.composite_id = pl.composite_id AND l.origin = 'live'
  JOIN pairing pb USING (pair_id) JOIN composite b ON b.composite_id = pb.composite_id AND b.origin = 'backtest'
  WHERE l.trip_id IS NOT NULL AND b.trip_id IS NOT NULL AND pl.method <> 'exit'
  QUALIFY count(*) OVER (PARTITION BY live_trip, l.instrument) = 1 AND count(*) OVER (PARTITION BY backtest_trip, l.instrument) = 1
),
unpaired AS (
  SELECT * FROM composite
  WHERE composite_id NOT IN (SELECT composite_id FROM pairing) AND composite_id NOT IN (SELECT composite_id FROM id_conflict)
),
exits AS (
  SELECT u.composite_id, u.side, u.first_t, t.live_trip, t.instrument, t.strategy, u.origin
  FROM trip_pair t JOIN unpaired u ON u.instrument = t.instrument AND u.strategy = t.strategy
    AND u.trip_id = CASE WHEN u.origin = 'live' THEN t.live_trip ELSE t.backtest_trip END
),
grouped AS (
  SELECT live_trip, instrument, strategy, side,
    min(composite_id) FILTER (origin = 'live') AS pair_id,
    abs(min(first_t) FILTER (origin = 'live') - min(first_t) FILTER (origin = 'backtest')) / 60e6 AS cost
  FROM exits GROUP BY ALL HAVING count(DISTINCT origin) = 2
)
SELECT e.composite_id, g.pair_id, 'exit', g.cost
FROM exits e JOIN grouped g USING (live_trip, instrument, strategy, side)
