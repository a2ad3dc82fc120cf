-- Grain: one pair. kind: matched, live_only or backtest_only. Quantities are unscaled; prices are averages by quantity; score as its pass says;
-- times in UTC microseconds of a side's first fill. day is the trading day of a direct pair; other pairs have theirs in pair_leg.
CREATE OR REPLACE TEMP VIEW pair AS
SELECT pair_id, 'matched' AS kind, 'id' AS method, abs(live_t - backtest_t) / 1e6 AS score, instrument, side, day,
  live_qty, backtest_qty, live_qty * abs(live_price) AS live_notional, live_price, backtest_price, live_t, backtest_t
FROM direct_pair
UNION ALL BY NAME
SELECT *, NULL::DATE AS day FROM loose_pair
