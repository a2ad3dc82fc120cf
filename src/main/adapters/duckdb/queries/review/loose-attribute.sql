-- Grain: one pair that is not direct with what a slice can be named by, live's where it has one, else the backtest's; '' where neither says.
-- t is the pair's first fill, UTC microseconds; spreads are means over fills in bps.
CREATE OR REPLACE TEMP VIEW loose_attribute AS
SELECT p.pair_id, any_value(r.instrument) AS instrument, any_value(r.side) AS side, coalesce(min(r.t) FILTER (r.origin = 'live'), min(r.t)) AS t,
  coalesce(min(f.order_type) FILTER (r.origin = 'live'), min(f.order_type), '') AS order_type,
  coalesce(min(f.liquidity) FILTER (r.origin = 'live'), min(f.liquidity), '') AS liquidity,
  coalesce(min(f.version) FILTER (r.origin = 'live'), min(f.version), '') AS version,
  avg(f.spread_bps) FILTER (r.origin = 'live') AS live_spread_bps,
  avg(f.spread_bps) FILTER (r.origin = 'backtest') AS backtest_spread_bps
FROM pairing p JOIN composite c USING (composite_id) JOIN loose_fill r ON r.key = c.key AND r.origin = c.origin JOIN fill f ON f.rowid = r.fill_row
GROUP BY p.pair_id
