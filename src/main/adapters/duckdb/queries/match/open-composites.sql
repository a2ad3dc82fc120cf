-- Grain: one composite still to be assigned, numbered by (time, id) within its origin; exits of round trips only when $exits.
-- An exit is a composite of a round trip that is not the trip's first.
CREATE OR REPLACE TEMP TABLE open_composite AS
WITH leg AS (
  SELECT *, trip_id IS NOT NULL AND row_number() OVER (
    PARTITION BY origin, strategy, instrument, trip_id ORDER BY first_t, side, intent) > 1 AS is_exit
  FROM composite
)
SELECT *, row_number() OVER (PARTITION BY origin ORDER BY first_t, intent, qty, side, instrument) - 1 AS number
FROM leg
WHERE composite_id NOT IN (SELECT composite_id FROM pairing)
  AND composite_id NOT IN (SELECT composite_id FROM id_conflict)
  AND ($exits OR NOT is_exit)
