-- Grain: one live order as sent, with what its fills cost. Times in UTC microseconds, each file's offset applied. An order that
-- two files tell of counts once, as the file loaded last has it. status NULL: still open, or a word that is not known.
-- slippage_bps: signed distance of the fills from the mid at the fill (their own, else the last quote within 60 s, else the close of
-- the last completed bar) over their notional at the mid; NULL without a mid. fee_bps: fees over notional; NULL when a fee is unknown.
-- Order: t_sent, order_id.
WITH quote_mid AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 AS mid FROM quote q JOIN symbol_map m USING (symbol)
),
bar_close AS (
  SELECT m.instrument, epoch_us(b.t_end) AS t, epoch_us(b.t_end) - epoch_us(b.t) AS length_us, b.close FROM bar b JOIN symbol_map m USING (symbol)
),
live_fill AS (
  SELECT f.order_id, f.side, f.price, f.fill_mid, m.instrument,
    f.qty * coalesce(f.multiplier, 1) AS qty,
    epoch_us(f.t_fill) + s.time_offset_us::BIGINT AS t,
    CASE
      WHEN f.fee IS NULL THEN NULL
      WHEN f.fee_currency IS NULL OR f.fee_currency = m.quote THEN f.fee
      WHEN f.fee_currency = m.base THEN f.fee * f.price
      ELSE f.fee * r.rate / coalesce(q.rate, 1)
    END AS fee
  FROM fill f
  JOIN source_file s USING (source_id)
  JOIN symbol_map m USING (symbol)
  LEFT JOIN currency_rate r ON r.currency = f.fee_currency
  LEFT JOIN currency_rate q ON q.currency = m.quote
  WHERE f.origin = 'live' AND f.order_id IS NOT NULL
),
priced AS (
  SELECT f.*, coalesce(f.fill_mid, CASE WHEN f.t - q.t <= 60000000 THEN q.mid END, CASE WHEN f.t - b.t < b.length_us THEN b.close END) AS mid
  FROM live_fill f
  ASOF LEFT JOIN quote_mid q ON q.instrument = f.instrument AND q.t <= f.t
  ASOF LEFT JOIN bar_close b ON b.instrument = f.instrument AND b.t <= f.t
),
cost AS (
  SELECT order_id,
    1e4 * sum(side * qty * (price - mid)) / nullif(sum(qty * mid) FILTER (mid IS NOT NULL), 0) AS slippage_bps,
    CASE WHEN count(fee) = count(*) THEN 1e4 * sum(fee) / nullif(sum(qty * abs(price)), 0) END AS fee_bps
  FROM priced GROUP BY order_id
)
SELECT o.order_id, o.version,
  CASE lower(o.status)
    WHEN 'filled' THEN 'filled' WHEN 'partial' THEN 'partial' WHEN 'cancelled' THEN 'cancelled' WHEN 'canceled' THEN 'cancelled'
    WHEN 'expired' THEN 'expired' WHEN 'rejected' THEN 'rejected'
  END AS status,
  o.qty, o.filled_qty,
  (epoch_us(o.t_sent) + s.time_offset_us::BIGINT)::DOUBLE AS t_sent,
  (epoch_us(o.t_ack) + s.time_offset_us::BIGINT)::DOUBLE AS t_ack,
  (epoch_us(o.t_final) + s.time_offset_us::BIGINT)::DOUBLE AS t_final,
  c.slippage_bps, c.fee_bps
FROM (SELECT * FROM trade_order WHERE origin = 'live' QUALIFY source_id = max(source_id) OVER (PARTITION BY order_id)) o
JOIN source_file s USING (source_id)
LEFT JOIN cost c USING (order_id)
ORDER BY o.t_sent, o.order_id
