-- Grain: one pair with what a slice can be named by, live's where it has one, else the backtest's; '' where neither side says.
-- hour is 00 to 23 UTC of the pair's first fill; spreads are means over fills in bps.
CREATE OR REPLACE TEMP TABLE pair_attribute AS
SELECT p.pair_id,
  any_value(f.instrument) AS symbol,
  strftime(make_timestamp(coalesce(min(f.t) FILTER (f.origin = 'live'), min(f.t))), '%H') AS hour,
  CASE WHEN any_value(f.side) > 0 THEN 'buy' ELSE 'sell' END AS side,
  coalesce(min(f.order_type) FILTER (f.origin = 'live'), min(f.order_type), '') AS order_type,
  coalesce(min(f.liquidity) FILTER (f.origin = 'live'), min(f.liquidity), '') AS liquidity,
  coalesce(min(f.version) FILTER (f.origin = 'live'), min(f.version), '') AS version,
  avg(f.spread_bps) FILTER (f.origin = 'live') AS live_spread_bps,
  avg(f.spread_bps) FILTER (f.origin = 'backtest') AS backtest_spread_bps
FROM review_fill f
JOIN composite c USING (origin, strategy, instrument, side, intent)
JOIN pairing p USING (composite_id)
GROUP BY p.pair_id
