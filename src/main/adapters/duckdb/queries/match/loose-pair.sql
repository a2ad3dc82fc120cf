-- Grain: one pair of composites, or one composite left alone. Quantities are unscaled; prices are averages by quantity.
CREATE OR REPLACE TEMP TABLE loose_pair AS
SELECT
  p.pair_id,
  CASE WHEN count(DISTINCT c.origin) = 2 THEN 'matched' WHEN min(c.origin) = 'live' THEN 'live_only' ELSE 'backtest_only' END AS kind,
  min(p.method) AS method,
  min(p.score) AS score,
  min(c.instrument) AS instrument, min(c.side) AS side,
  sum(c.qty) FILTER (c.origin = 'live') AS live_qty,
  sum(c.qty) FILTER (c.origin = 'backtest') AS backtest_qty,
  sum(c.notional) FILTER (c.origin = 'live') AS live_notional,
  sum(c.paid) FILTER (c.origin = 'live') / sum(c.qty) FILTER (c.origin = 'live') AS live_price,
  sum(c.paid) FILTER (c.origin = 'backtest') / sum(c.qty) FILTER (c.origin = 'backtest') AS backtest_price,
  min(c.first_t) FILTER (c.origin = 'live') AS live_t,
  min(c.first_t) FILTER (c.origin = 'backtest') AS backtest_t
FROM pairing p JOIN composite c USING (composite_id)
GROUP BY p.pair_id
