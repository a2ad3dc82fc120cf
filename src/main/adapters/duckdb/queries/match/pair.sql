-- Grain: one pair. kind: matched, live_only or backtest_only. Quantities are unscaled; dt_us = live minus backtest first fill.
CREATE OR REPLACE TEMP TABLE pair AS
SELECT
  p.pair_id,
  CASE WHEN count(DISTINCT c.origin) = 2 THEN 'matched' WHEN min(c.origin) = 'live' THEN 'live_only' ELSE 'backtest_only' END AS kind,
  min(p.method) AS method,
  min(p.score) AS score,
  min(c.strategy) AS strategy, min(c.instrument) AS instrument, min(c.side) AS side,
  sum(c.qty) FILTER (c.origin = 'live') AS live_qty,
  sum(c.qty) FILTER (c.origin = 'backtest') AS backtest_qty,
  sum(c.notional) FILTER (c.origin = 'live') AS live_notional,
  min(c.first_t) FILTER (c.origin = 'live') AS live_t,
  min(c.first_t) FILTER (c.origin = 'backtest') AS backtest_t
FROM pairing p JOIN composite c USING (composite_id)
GROUP BY p.pair_id
