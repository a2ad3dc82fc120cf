-- Grain: one row: how many quotes and bars are loaded, and the shortest bar in microseconds (NULL: none).
SELECT (SELECT count(*) FROM quote) AS quotes, (SELECT count(*) FROM bar) AS bars,
  (SELECT min(epoch_us(t_end) - epoch_us(t)) FROM bar) AS bar_us,
  (SELECT max(timeframe_us) FROM source_file) AS timeframe_us
