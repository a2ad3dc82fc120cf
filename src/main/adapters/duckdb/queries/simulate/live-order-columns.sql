-- Grain: one live intention (signal, else order) of one version as sent on an evaluated day: an order rejected and sent again at once is one intention.
-- day counts the evaluated days from 0. Filled share of what was first asked for, 0 to 1; spread is the file's, else the last quote's of the day before it was sent; volume is the
-- instrument's daily volume in money. NaN = unknown. Order: time sent.
WITH numbered AS (SELECT day, row_number() OVER (ORDER BY day) - 1 AS index FROM evaluated_day),
quoted AS (
  SELECT m.instrument, epoch_us(q.t) AS t, greatest(0, (q.ask - q.bid) / ((q.ask + q.bid) / 2) * 1e4) AS spread_bps
  FROM quote q JOIN traded_symbol m USING (symbol)
),
seen AS (
  SELECT order_id, any_value(spread_bps) AS spread_bps FROM fill WHERE origin = 'live' AND order_id IS NOT NULL GROUP BY order_id
),
usual AS (SELECT m.instrument, median(f.adv * abs(f.price)) AS volume FROM fill f JOIN traded_symbol m USING (symbol) GROUP BY m.instrument),
sent AS (
  SELECT o.*, m.instrument, epoch_us(coalesce(o.t_sent, o.t_signal, o.t_final)) AS t FROM trade_order o JOIN traded_symbol m USING (symbol)
  WHERE o.origin = 'live' AND o.qty > 0 AND ($strategy IS NULL OR o.strategy = $strategy)
),
intended AS (
  SELECT coalesce('s:' || signal_id, order_id) AS intent, version, instrument, side, min(t) AS t, min_by(order_id, t) AS order_id,
    min_by(order_type, t) AS order_type, sum(coalesce(filled_qty, 0)) / min_by(qty, t) AS filled
  FROM sent GROUP BY ALL
)
SELECT d.index::DOUBLE AS day, (coalesce(o.order_type, 'market') ILIKE '%limit%')::INTEGER::DOUBLE AS is_limit,
  least(1, greatest(0, o.filled)) AS filled_share,
  coalesce(f.spread_bps, CASE WHEN o.t - q.t <= 86400000000 THEN q.spread_bps END, 'nan'::DOUBLE) AS spread_bps,
  coalesce(u.volume, 'nan'::DOUBLE) AS volume
FROM intended o
JOIN numbered d ON d.day = trading_day(make_timestamp(o.t))
ASOF LEFT JOIN quoted q ON q.instrument = o.instrument AND q.t <= o.t
LEFT JOIN seen f ON f.order_id = o.order_id
LEFT JOIN usual u ON u.instrument = o.instrument
ORDER BY o.t, o.order_id
