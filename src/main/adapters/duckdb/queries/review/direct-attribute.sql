-- Grain: one direct pair with its causes and what a slice can be named by. Columns as loose_attribute and direct_pair.
CREATE OR REPLACE TEMP VIEW direct_attribute AS
SELECT d.* REPLACE (d.pair_id::BIGINT AS pair_id), d.live_t::BIGINT AS t,
  coalesce(l.order_type, b.order_type, '') AS order_type, coalesce(l.liquidity, b.liquidity, '') AS liquidity,
  coalesce(l.version, b.version, '') AS version, l.spread_bps AS live_spread_bps, b.spread_bps AS backtest_spread_bps
FROM direct_pair d JOIN fill l ON l.rowid = d.pair_id JOIN fill b ON b.rowid = d.backtest_row
