-- Grain: one row: sizing of pairs whose orders are loaded on the live side, in money, split by quantity: requested size (live requested times the
-- backtest's fill ratio, less the backtest's quantity) and fill ratio (the rest). pairs counts them; NULL parts: none.
WITH asked AS (
  SELECT o.origin, m.instrument, o.side, CASE WHEN o.signal_id IS NOT NULL THEN 's:' || o.signal_id ELSE 'o:' || o.order_id END AS intent, sum(o.qty) AS qty
  FROM trade_order o JOIN symbol_map m USING (symbol) GROUP BY ALL
),
asked_pair AS (
  SELECT d.pair_id, l.qty AS live_asked, b.qty AS backtest_asked
  FROM direct_pair d JOIN review_fill f ON f.fill_row = d.pair_id
  JOIN asked l ON l.origin = 'live' AND l.instrument = f.instrument AND l.side = f.side AND l.intent = f.intent
  LEFT JOIN asked b ON b.origin = 'backtest' AND b.instrument = f.instrument AND b.side = f.side AND b.intent = f.intent
  UNION ALL
  SELECT p.pair_id, sum(a.qty) FILTER (c.origin = 'live'), sum(a.qty) FILTER (c.origin = 'backtest')
  FROM pairing p JOIN composite c USING (composite_id)
  LEFT JOIN asked a ON a.origin = c.origin AND a.instrument = c.instrument AND a.side = c.side AND a.intent = c.intent
  GROUP BY p.pair_id HAVING count(*) FILTER (c.origin = 'live' AND a.qty IS NULL) = 0
),
sized AS (
  SELECT pair_id, live_qty, backtest_qty FROM attribution_pair
  UNION ALL SELECT pair_id, live_qty, backtest_qty FROM direct_price
),
split AS (
  SELECT d.pair_id, a.live_qty, a.backtest_qty, sum(d.sizing) AS sizing,
    r.live_asked * coalesce(a.backtest_qty / (r.backtest_asked * $scale), 1) - a.backtest_qty AS by_request
  FROM asked_pair r JOIN sized a USING (pair_id) JOIN pair_day d USING (pair_id)
  WHERE r.live_asked IS NOT NULL AND abs(a.live_qty - a.backtest_qty) > 1e-12 * a.live_qty
  GROUP BY ALL
)
SELECT count(*) AS pairs, sum(sizing * by_request / (live_qty - backtest_qty)) AS requested,
  sum(sizing * (1 - by_request / (live_qty - backtest_qty))) AS fill_ratio
FROM split
