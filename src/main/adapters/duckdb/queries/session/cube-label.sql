-- Grain: one value of one dimension of slice_day; code numbers the values of a dimension from 0 in their order.
CREATE OR REPLACE TEMP TABLE cube_label AS
SELECT dimension, value, row_number() OVER (PARTITION BY dimension ORDER BY value) - 1 AS code
FROM (
  SELECT DISTINCT 'day' AS dimension, day::VARCHAR AS value FROM slice_day
  UNION ALL SELECT DISTINCT 'symbol', symbol FROM slice_day
  UNION ALL SELECT DISTINCT 'hour', hour FROM slice_day
  UNION ALL SELECT DISTINCT 'side', side FROM slice_day
  UNION ALL SELECT DISTINCT 'order_type', order_type FROM slice_day
  UNION ALL SELECT DISTINCT 'liquidity', liquidity FROM slice_day
  UNION ALL SELECT DISTINCT 'version', version FROM slice_day
)
