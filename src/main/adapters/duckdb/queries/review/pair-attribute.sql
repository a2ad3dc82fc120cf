-- Grain: one pair with what a slice can be named by, as slice_day names it.
CREATE OR REPLACE TEMP TABLE pair_attribute AS
SELECT pair_id, instrument::VARCHAR AS symbol, lpad((t // 3600000000 % 24)::VARCHAR, 2, '0') AS hour, CASE WHEN side > 0 THEN 'buy' ELSE 'sell' END AS side,
  order_type, liquidity, version
FROM (SELECT pair_id, instrument, side, t, order_type, liquidity, version FROM direct_attribute UNION ALL BY NAME
  SELECT pair_id, instrument, side, t, order_type, liquidity, version FROM loose_attribute)
