-- Grain: one pair; direct ones of evaluated days only. kind: matched, live_only or backtest_only. Quantities are unscaled; prices are averages by
-- quantity; score as its pass says; times in UTC microseconds of a side's first fill.
CREATE OR REPLACE TEMP VIEW pair AS
SELECT d.pair_id::BIGINT AS pair_id, 'matched' AS kind, 'id' AS method, abs(l.t - b.t) / 1e6 AS score, l.instrument, l.side,
  l.qty AS live_qty, b.qty AS backtest_qty, l.qty * abs(l.price) AS live_notional, l.price AS live_price, b.price AS backtest_price,
  l.t AS live_t, b.t AS backtest_t
FROM direct_pair d JOIN review_fill l ON l.fill_row = d.pair_id JOIN review_fill b ON b.fill_row = d.backtest_row
UNION ALL BY NAME
FROM loose_pair
