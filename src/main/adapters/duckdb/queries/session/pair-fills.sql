-- Grain: one fill behind the pair $pair_id, as it was loaded, with its file. Times ISO 8601 UTC, the file's time offset applied; price and fee as
-- in the file; mid in the reporting currency. Order: origin, time.
WITH loaded AS (
  SELECT f.*, t.rate, s.path, epoch_us(f.t_fill) + s.time_offset_us::BIGINT AS t
  FROM pair_fill p JOIN fill f ON f.rowid = p.fill_row JOIN source_file s USING (source_id) JOIN traded_symbol t USING (symbol)
  WHERE p.pair_id = $pair_id
)
SELECT l.origin::VARCHAR AS origin,
  strftime(make_timestamp(l.t), '%Y-%m-%dT%H:%M:%S.%fZ') AS time,
  l.symbol, CASE WHEN l.side > 0 THEN 'buy' ELSE 'sell' END AS side, l.qty, l.price, l.fee, l.fee_currency,
  l.fill_mid * l.rate AS mid, l.order_type, l.liquidity, l.fill_id, l.order_id, l.signal_id, l.path AS file
FROM loaded l
ORDER BY l.origin, l.t
