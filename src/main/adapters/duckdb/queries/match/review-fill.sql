-- Grain: one fill of the reviewed strategy in the reporting currency. The rows everything below is summed from.
-- fill_row is the rowid of the fill. intent: the id that makes fills one intention (signal, else order, else the fill, else the row itself).
-- key: 64-bit hash of (strategy, instrument, side, intent), so that joins and groups need no text; an intent that is no signal or order speaks for
-- one origin only, so its key has the origin too. Two of a million intents share a key by chance once in ten million reviews.
-- strategy is '' when each side has one name or one is chosen, so that one name on each side maps by itself.
-- Units: qty in units of the base times the contract multiplier; price and mids in the reporting currency; fee_money NULL = unknown;
-- fee_base in units of the base currency; t in UTC microseconds, the file's time offset applied.
CREATE OR REPLACE TEMP TABLE review_fill AS
SELECT
  f.rowid AS fill_row,
  f.origin,
  CASE WHEN $by_strategy THEN coalesce(f.strategy, '') ELSE '' END AS strategy,
  m.instrument,
  f.side,
  CASE
    WHEN f.signal_id IS NOT NULL THEN 's:' || f.signal_id
    WHEN f.order_id IS NOT NULL THEN 'o:' || f.order_id
    WHEN f.fill_id IS NOT NULL THEN 'f:' || f.fill_id
    ELSE 'r:' || f.rowid
  END AS intent,
  hash(CASE WHEN $by_strategy THEN coalesce(f.strategy, '') ELSE '' END, m.instrument, f.side, intent,
    CASE WHEN f.signal_id IS NULL AND f.order_id IS NULL THEN f.origin END) AS key,
  f.trip_id,
  epoch_us(f.t_fill) + s.time_offset_us::BIGINT AS t,
  trading_day(make_timestamp(t)) AS day,
  f.qty * coalesce(f.multiplier, 1) AS qty,
  f.price * m.rate AS price,
  CASE
    WHEN f.fee IS NULL THEN NULL
    WHEN f.fee_currency IS NULL OR f.fee_currency = m.quote THEN f.fee * m.rate
    WHEN f.fee_currency = m.base THEN f.fee * f.price * m.rate
    WHEN f.fee_currency = $currency THEN f.fee
    ELSE f.fee * r.rate
  END AS fee_money,
  CASE WHEN f.fee_currency = m.base AND m.base <> m.quote THEN coalesce(f.fee, 0) ELSE 0 END AS fee_base,
  f.fill_mid * m.rate AS fill_mid,
  f.arrival_mid * m.rate AS arrival_mid
FROM fill f
JOIN source_file s USING (source_id)
JOIN traded_symbol m USING (symbol)
LEFT JOIN currency_rate r ON r.currency = f.fee_currency
WHERE coalesce(f.strategy, '') = CASE WHEN f.origin = 'live' THEN $live_strategy ELSE $backtest_strategy END
  OR $live_strategy IS NULL
