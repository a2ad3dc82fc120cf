-- Grain: one executed order of $origin, by number. NaN = unknown. day counts the evaluated days from 0; times are milliseconds; estimated_* come from
-- market data: the last quote of the day before the decision, and market_day; own_mid says whether mid is the file's (1), a quote's (2) or the price (3).
-- live_wait_ms = first live fill of the pair minus the decision. fee is money. Order: number.
WITH quoted AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 * m.rate AS mid, greatest(0, (q.ask - q.bid) / ((q.ask + q.bid) / 2) * 1e4) AS spread_bps,
    q.bid_qty, q.ask_qty
  FROM quote q JOIN traded_symbol m USING (symbol)
),
asked AS (SELECT * FROM executed_order WHERE origin = $origin::origin),
numbered AS (SELECT day, row_number() OVER (ORDER BY day) - 1 AS index FROM evaluated_day),
waited AS (SELECT fill_row, live_t FROM pair_fill WHERE live_t IS NOT NULL)
SELECT n.index::DOUBLE AS day, o.symbol::DOUBLE AS symbol, o.book::DOUBLE AS book, o.side::DOUBLE AS side, o.qty, o.price,
  coalesce(o.mid, CASE WHEN o.t - q.t <= 60000000 THEN q.mid END, o.price) AS mid,
  CASE WHEN o.mid IS NOT NULL THEN 1.0::DOUBLE WHEN o.t - q.t <= 60000000 THEN 2 ELSE 3 END AS mid_source,
  coalesce(o.fill_mid, 'nan'::DOUBLE) AS fill_mid, o.t::DOUBLE / 1000 AS time_ms,
  coalesce(o.is_limit, false)::INTEGER::DOUBLE AS is_limit, coalesce(o.is_maker, false)::INTEGER::DOUBLE AS is_maker,
  CASE WHEN o.is_limit THEN coalesce(o.limit_price, 'nan'::DOUBLE) ELSE 'nan'::DOUBLE END AS limit_price,
  coalesce(o.spread_bps, 'nan'::DOUBLE) AS spread_bps, coalesce(o.volatility_daily, 'nan'::DOUBLE) AS volatility_daily,
  coalesce(o.adv, 'nan'::DOUBLE) AS adv, coalesce(o.depth, 'nan'::DOUBLE) AS depth,
  CASE WHEN o.t - q.t <= 86400000000 THEN q.spread_bps ELSE 'nan'::DOUBLE END AS estimated_spread_bps,
  coalesce(d.volatility_daily, 'nan'::DOUBLE) AS estimated_volatility, coalesce(d.adv, 'nan'::DOUBLE) AS estimated_adv,
  CASE WHEN o.t - q.t <= 60000000 THEN coalesce(CASE WHEN o.side > 0 THEN q.ask_qty ELSE q.bid_qty END, 'nan'::DOUBLE) ELSE 'nan'::DOUBLE END AS estimated_depth,
  coalesce(o.latency_ms, 'nan'::DOUBLE) AS latency_ms,
  CASE WHEN w.live_t >= o.t THEN (w.live_t - o.t) / 1000.0::DOUBLE ELSE 'nan'::DOUBLE END AS live_wait_ms,
  coalesce(o.fee, 'nan'::DOUBLE) AS fee
FROM asked o
JOIN numbered n USING (day)
ASOF LEFT JOIN quoted q ON q.instrument = o.instrument AND q.t <= o.t
ASOF LEFT JOIN market_day d ON d.instrument = o.instrument AND d.day <= o.day
LEFT JOIN waited w ON w.fill_row = o.fill_row
ORDER BY o.number
