-- Grain: one row: how many bars a file gave and their most common spacing in microseconds (NULL: fewer than two of any symbol).
WITH spaced AS (
  SELECT epoch_us(t) - lag(epoch_us(t)) OVER (PARTITION BY symbol ORDER BY t) AS us FROM bar WHERE source_id = $source_id
)
SELECT count(*) AS bars, mode(us) FILTER (us > 0) AS bar_us FROM spaced
