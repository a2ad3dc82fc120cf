-- Grain: one fill behind the pair $pair_id, as it was loaded, with its file. Times ISO 8601 UTC, the file's time offset applied; price and fee as
-- in the file; mid in the reporting currency. The intent is spelled as in match/review-fill. Order: origin, time.
WITH wanted AS (
  SELECT c.* FROM pairing p JOIN composite c USING (composite_id) WHERE p.pair_id = $pair_id
),
loaded AS (
  SELECT f.*, t.instrument, t.rate, s.path, epoch_us(f.t_fill) + s.time_offset_us::BIGINT AS t,
    CASE
      WHEN f.signal_id IS NOT NULL THEN 's:' || f.signal_id
      WHEN f.order_id IS NOT NULL THEN 'o:' || f.order_id
      WHEN f.fill_id IS NOT NULL THEN 'f:' || f.fill_id
      ELSE 'r:' || f.rowid
    END AS intent
  FROM fill f JOIN source_file s USING (source_id) JOIN traded_symbol t USING (symbol)
  WHERE t.instrument IN (SELECT instrument FROM wanted)
)
SELECT l.origin::VARCHAR AS origin,
  strftime(make_timestamp(l.t), '%Y-%m-%dT%H:%M:%S.%fZ') AS time,
  l.symbol, CASE WHEN l.side > 0 THEN 'buy' ELSE 'sell' END AS side, l.qty, l.price, l.fee, l.fee_currency,
  l.fill_mid * l.rate AS mid, l.order_type, l.liquidity, l.fill_id, l.order_id, l.signal_id, l.path AS file
FROM loaded l JOIN wanted w ON w.origin = l.origin AND w.instrument = l.instrument AND w.side = l.side AND w.intent = l.intent
  AND (w.strategy = '' OR w.strategy = l.strategy)
ORDER BY l.origin, l.t
