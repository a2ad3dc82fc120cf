-- Grain: one pair with what a slice can be named by, live's where it has one, else the backtest's; '' where neither side says.
-- hour is 00 to 23 UTC of the pair's first fill; spreads are means over fills in bps.
CREATE OR REPLACE TEMP TABLE pair_attribute AS
WITH direct AS (
  SELECT d.pair_id::BIGINT AS pair_id, d.instrument, d.side, d.live_t::BIGINT AS t,
    coalesce(l.order_type, b.order_type, '') AS order_type, coalesce(l.liquidity, b.liquidity, '') AS liquidity,
    coalesce(l.version, b.version, '') AS version, l.spread_bps AS live_spread_bps, b.spread_bps AS backtest_spread_bps
  FROM direct_pair d JOIN fill l ON l.rowid = d.pair_id JOIN fill b ON b.rowid = d.backtest_row
),
loose AS (
  SELECT p.pair_id, any_value(r.instrument) AS instrument, any_value(r.side) AS side, coalesce(min(r.t) FILTER (r.origin = 'live'), min(r.t)) AS t,
    coalesce(min(f.order_type) FILTER (r.origin = 'live'), min(f.order_type), '') AS order_type,
    coalesce(min(f.liquidity) FILTER (r.origin = 'live'), min(f.liquidity), '') AS liquidity,
    coalesce(min(f.version) FILTER (r.origin = 'live'), min(f.version), '') AS version,
    avg(f.spread_bps) FILTER (r.origin = 'live') AS live_spread_bps,
    avg(f.spread_bps) FILTER (r.origin = 'backtest') AS backtest_spread_bps
  FROM pairing p JOIN composite c USING (composite_id) JOIN loose_fill r ON r.key = c.key AND r.origin = c.origin JOIN fill f ON f.rowid = r.fill_row
  GROUP BY p.pair_id
)
SELECT pair_id, instrument::VARCHAR AS symbol, lpad((t // 3600000000 % 24)::VARCHAR, 2, '0') AS hour, CASE WHEN side > 0 THEN 'buy' ELSE 'sell' END AS side,
  order_type, liquidity, version, live_spread_bps, backtest_spread_bps
FROM (FROM direct UNION ALL FROM loose)
