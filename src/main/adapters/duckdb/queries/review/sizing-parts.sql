-- Grain: one row: sizing of pairs whose orders are loaded on the live side, in money, split by quantity: requested size (live requested times the
-- backtest's fill ratio, less the backtest's quantity) and fill ratio (the rest). pairs counts them; NULL parts: none.
WITH asked AS (
  SELECT o.origin, m.instrument, o.side, CASE WHEN o.signal_id IS NOT NULL THEN 's:' || o.signal_id ELSE 'o:' || o.order_id END AS intent, sum(o.qty) AS qty
  FROM trade_order o JOIN symbol_map m USING (symbol) GROUP BY ALL
),
direct AS (
  SELECT l.qty AS live_asked, b.qty AS backtest_asked, f.qty AS live_qty, g.qty * $scale AS backtest_qty, d.sizing
  FROM direct_pair d JOIN review_fill f ON f.fill_row = d.pair_id JOIN review_fill g ON g.fill_row = d.backtest_row
  JOIN asked l ON l.origin = 'live' AND l.instrument = f.instrument AND l.side = f.side AND l.intent = f.intent
  LEFT JOIN asked b ON b.origin = 'backtest' AND b.instrument = f.instrument AND b.side = f.side AND b.intent = f.intent
),
loose_asked AS (
  SELECT p.pair_id, sum(a.qty) FILTER (c.origin = 'live') AS live_asked, sum(a.qty) FILTER (c.origin = 'backtest') AS backtest_asked
  FROM pairing p JOIN composite c USING (composite_id)
  LEFT JOIN asked a ON a.origin = c.origin AND a.instrument = c.instrument AND a.side = c.side AND a.intent = c.intent
  GROUP BY p.pair_id HAVING count(*) FILTER (c.origin = 'live' AND a.qty IS NULL) = 0
),
loose AS (
  SELECT any_value(r.live_asked) AS live_asked, any_value(r.backtest_asked) AS backtest_asked, any_value(a.live_qty) AS live_qty,
    any_value(a.backtest_qty) AS backtest_qty, sum(d.sizing) AS sizing
  FROM loose_asked r JOIN attribution_pair a USING (pair_id) JOIN loose_pair_day d USING (pair_id)
  GROUP BY pair_id
),
split AS (
  SELECT live_qty, backtest_qty, sizing, live_asked * coalesce(backtest_qty / (backtest_asked * $scale), 1) - backtest_qty AS by_request
  FROM (FROM direct UNION ALL FROM loose)
  WHERE live_asked IS NOT NULL AND abs(live_qty - backtest_qty) > 1e-12 * live_qty
)
SELECT count(*) AS pairs, sum(sizing * by_request / (live_qty - backtest_qty)) AS requested,
  sum(sizing * (1 - by_request / (live_qty - backtest_qty))) AS fill_ratio
FROM split
