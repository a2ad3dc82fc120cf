-- Grain: one pair over the evaluated days the filters leave. Filters as in slice-by. total = pairs before the page is cut.
-- Units: P&L difference by cause in money; quantities unscaled; prices are averages by quantity; times ISO 8601 UTC of a side's first fill;
-- latency in ms, live minus backtest; slippage in bps of the backtest's price, positive = live did worse. Order: |$cause|, the largest first.
WITH kept AS (
  SELECT d.pair_id, min(d.day) AS day,
    sum(d.alpha) AS alpha, sum(d.sizing) AS sizing, sum(d.timing) AS timing, sum(d.slippage) AS slippage, sum(d.fees) AS fees, sum(d.price) AS price
  FROM pair_day d JOIN pair_attribute a USING (pair_id)
  WHERE ($from IS NULL OR d.day >= $from::DATE) AND ($to IS NULL OR d.day <= $to::DATE)
    AND ($symbol IS NULL OR list_contains(from_json($symbol, '["VARCHAR"]'), a.symbol))
    AND ($hour IS NULL OR list_contains(from_json($hour, '["VARCHAR"]'), a.hour))
    AND ($side IS NULL OR list_contains(from_json($side, '["VARCHAR"]'), a.side))
    AND ($order_type IS NULL OR list_contains(from_json($order_type, '["VARCHAR"]'), a.order_type))
    AND ($liquidity IS NULL OR list_contains(from_json($liquidity, '["VARCHAR"]'), a.liquidity))
    AND ($version IS NULL OR list_contains(from_json($version, '["VARCHAR"]'), a.version))
  GROUP BY d.pair_id
),
page AS (
  SELECT *, alpha + sizing + timing + slippage + fees + price AS active, count(*) OVER () AS total
  FROM kept
  ORDER BY abs(CASE $cause WHEN 'alpha' THEN alpha WHEN 'sizing' THEN sizing WHEN 'timing' THEN timing WHEN 'slippage' THEN slippage
    WHEN 'fees' THEN fees WHEN 'price' THEN kept.price ELSE alpha + sizing + timing + slippage + fees + price END) DESC, pair_id
  LIMIT $limit::BIGINT OFFSET $after::BIGINT
)
SELECT g.pair_id, p.kind, p.method, p.instrument::VARCHAR AS symbol, CASE WHEN p.side > 0 THEN 'buy' ELSE 'sell' END AS side, g.day::VARCHAR AS day,
  strftime(make_timestamp(p.live_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS live_time,
  strftime(make_timestamp(p.backtest_t), '%Y-%m-%dT%H:%M:%S.%gZ') AS backtest_time,
  p.live_qty, p.backtest_qty, p.live_price, p.backtest_price,
  (p.live_t - p.backtest_t) / 1e3 AS latency_ms,
  p.side * (p.live_price - p.backtest_price) / nullif(abs(p.backtest_price), 0) * 1e4 AS slippage_bps,
  g.active, g.alpha, g.sizing, g.timing, g.slippage, g.fees, g.price, g.total
FROM page g JOIN pair p USING (pair_id)
ORDER BY abs(CASE $cause WHEN 'alpha' THEN g.alpha WHEN 'sizing' THEN g.sizing WHEN 'timing' THEN g.timing WHEN 'slippage' THEN g.slippage
  WHEN 'fees' THEN g.fees WHEN 'price' THEN g.price ELSE g.active END) DESC, g.pair_id
