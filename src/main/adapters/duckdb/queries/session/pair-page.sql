-- Grain: one pair of pair_rank, $limit of them from place $after on. total = pairs in all.
-- Units: P&L difference by cause in money; quantities unscaled; prices are averages by quantity; times ISO 8601 UTC of a side's first fill;
-- latency in ms, live minus backtest; slippage in bps of the backtest's price, positive = live did worse. Order: place.
SELECT g.pair_id, p.kind, p.method, p.instrument::VARCHAR AS symbol, CASE WHEN p.side > 0 THEN 'buy' ELSE 'sell' END AS side, g.day::VARCHAR AS day,
  strftime(make_timestamp(p.live_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS live_time,
  strftime(make_timestamp(p.backtest_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS backtest_time,
  p.live_qty, p.backtest_qty, p.live_price, p.backtest_price,
  (p.live_t - p.backtest_t) / 1e3 AS latency_ms,
  p.side * (p.live_price - p.backtest_price) / nullif(abs(p.backtest_price), 0) * 1e4 AS slippage_bps,
  g.active, g.alpha, g.sizing, g.timing, g.slippage, g.fees, g.price,
  (SELECT count(*) FROM pair_rank) AS total
FROM pair_rank g JOIN pair p USING (pair_id)
WHERE g.place >= $after::BIGINT AND g.place < $after::BIGINT + $limit::BIGINT
ORDER BY g.place
