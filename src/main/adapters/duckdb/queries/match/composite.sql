-- Grain: one composite = all fills of one intention of one origin within (strategy, instrument, side).
-- first_t is the first fill, UTC microseconds; trip_id links entry and exits of one round trip (NULL: none); content tells composites without ids
-- apart by what their fills hold, whatever the order of the rows.
CREATE OR REPLACE TEMP TABLE composite AS
SELECT
  row_number() OVER () AS composite_id,
  origin, strategy, instrument, side, intent,
  min(t) AS first_t,
  sum(qty) AS qty,
  sum(qty * abs(price)) AS notional,
  min(trip_id) AS trip_id,
  bit_xor(hash(t, qty, price, fee_money, fill_mid, arrival_mid)) AS content
FROM review_fill
GROUP BY origin, strategy, instrument, side, intent
