-- Grain: one pair of pair_rank, $limit of them from place $after on. total = pairs in all.
-- Units: P&L difference by cause in money; quantities unscaled; prices are averages by quantity; times ISO 8601 UTC of a side's first fill;
-- latency in ms, live minus backtest; slippage in bps of the backtest's price, positive = live did worse. Order: place.
WITH page AS MATERIALIZED (SELECT * FROM pair_rank WHERE place >= $after::BIGINT AND place < $after::BIGINT + $limit::BIGINT),
pair AS (
  SELECT d.pair_id::BIGINT AS pair_id, 'matched' AS kind, 'id' AS method, l.instrument, l.side, l.t AS live_t, b.t AS backtest_t,
    l.qty AS live_qty, b.qty AS backtest_qty, l.price AS live_price, b.price AS backtest_price
  FROM direct_pair d JOIN page g ON g.pair_id = d.pair_id
  JOIN review_fill l ON l.fill_row = d.pair_id JOIN review_fill b ON b.fill_row = d.backtest_row
  UNION ALL BY NAME
  SELECT pair_id, kind, method, instrument, side, live_t, backtest_t, live_qty, backtest_qty, live_price, backtest_price FROM loose_pair
)
SELECT g.pair_id, p.kind, p.method, p.instrument::VARCHAR AS symbol, CASE WHEN p.side > 0 THEN 'buy' ELSE 'sell' END AS side, g.day::VARCHAR AS day,
  strftime(make_timestamp(p.live_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS live_time,
  strftime(make_timestamp(p.backtest_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS backtest_time,
  p.live_qty, p.backtest_qty, p.live_price, p.backtest_price,
  (p.live_t - p.backtest_t) / 1e3 AS latency_ms,
  p.side * (p.live_price - p.backtest_price) / nullif(abs(p.backtest_price), 0) * 1e4 AS slippage_bps,
  g.active, g.alpha, g.sizing, g.timing, g.slippage, g.fees, g.price,
  (SELECT count(*) FROM pair_rank) AS total
FROM page g JOIN pair p USING (pair_id)
ORDER BY g.place
