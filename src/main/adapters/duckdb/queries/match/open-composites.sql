-- Grain: one composite still to be assigned, numbered by (time, id) within its origin; exits of round trips only when $exits.
-- An exit is a composite of a round trip that is not the trip's first. Without an id, what the fills hold decides, not their row number.
CREATE OR REPLACE TEMP TABLE open_composite AS
WITH named AS (
  SELECT *, CASE WHEN intent[1] = 'r' THEN '' ELSE intent END AS name FROM composite
),
leg AS (
  SELECT *, trip_id IS NOT NULL AND row_number() OVER (
    PARTITION BY origin, strategy, instrument, trip_id ORDER BY first_t, side, name, content) > 1 AS is_exit
  FROM named
)
SELECT *, row_number() OVER (PARTITION BY origin ORDER BY first_t, name, qty, side, instrument, content) - 1 AS number
FROM leg
WHERE composite_id NOT IN (SELECT composite_id FROM pairing)
  AND composite_id NOT IN (SELECT composite_id FROM id_conflict)
  AND ($exits OR NOT is_exit)
