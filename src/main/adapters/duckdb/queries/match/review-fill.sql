-- Grain: one fill of the reviewed strategy in the reporting currency. The rows everything below is summed from.
-- intent: the id that makes fills one intention (signal, else order, else the fill, else the row itself).
-- strategy is '' when each side has one name, so that one name on each side maps by itself.
-- Units: qty in units of the base times the contract multiplier; price in reporting currency; fee_money NULL = unknown; fee_base in units of the base currency; t in UTC microseconds.
CREATE OR REPLACE TEMP TABLE review_fill AS
SELECT
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
  f.trip_id,
  trading_day(f.t_fill) AS day,
  epoch_us(f.t_fill) AS t,
  f.qty * coalesce(f.multiplier, 1) AS qty,
  f.price,
  CASE
    WHEN f.fee IS NULL THEN NULL
    WHEN f.fee_currency IS NULL OR f.fee_currency = m.quote THEN f.fee
    WHEN f.fee_currency = m.base THEN f.fee * f.price
    ELSE f.fee * r.rate
  END AS fee_money,
  CASE WHEN f.fee_currency = m.base AND m.base <> m.quote THEN coalesce(f.fee, 0) ELSE 0 END AS fee_base,
  f.fill_mid,
  f.arrival_mid,
  f.order_type,
  f.liquidity,
  f.version,
  f.spread_bps
FROM fill f
JOIN symbol_map m USING (symbol)
LEFT JOIN currency_rate r ON r.currency = f.fee_currency
WHERE (m.quote IS NULL OR m.quote = $currency)
  AND ($strategy IS NULL OR f.strategy = $strategy)
