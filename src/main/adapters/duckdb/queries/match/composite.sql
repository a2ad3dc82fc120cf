-- Grain: one composite = all fills of one intention of one origin within (strategy, instrument, side), save those of direct pairs.
-- composite_id is the first of its fills' rows. first_t is the first fill, UTC microseconds; trip_id links entry and exits of one round trip
-- (NULL: none); content tells composites without ids apart by what their fills hold, whatever the order of the rows.
CREATE OR REPLACE TEMP TABLE composite AS
SELECT
  min(fill_row) AS composite_id,
  key,
  origin,
  any_value(strategy) AS strategy, any_value(instrument) AS instrument, any_value(side) AS side, any_value(intent) AS intent,
  min(t) AS first_t,
  sum(qty) AS qty,
  sum(qty * price) AS paid,
  sum(qty * abs(price)) AS notional,
  min(trip_id) AS trip_id,
  bit_xor(hash(t, qty, price, fee_money, fill_mid, arrival_mid)) AS content
FROM loose_fill
GROUP BY origin, key
