-- Grain: one direct pair: one live and one backtest fill that alone share a signal or order id, on one trading day. Pass 1 for most orders.
-- pair_id and backtest_row are the fills' rows. Quantities and fees are unscaled; fees in money, NULL = unknown.
CREATE OR REPLACE TEMP TABLE direct_pair AS
SELECT
  l.fill_row AS pair_id, b.fill_row AS backtest_row, l.instrument, l.side, l.day, l.t AS live_t, b.t AS backtest_t,
  l.qty AS live_qty, b.qty AS backtest_qty, l.price AS live_price, b.price AS backtest_price,
  l.mid AS live_mid, b.mid AS backtest_mid, l.arrival_mid AS live_arrival, b.arrival_mid AS backtest_arrival,
  l.fee_money AS live_fee, b.fee_money AS backtest_fee, l.fee_base AS live_fee_base, b.fee_base AS backtest_fee_base
FROM priced_fill b JOIN priced_fill l USING (key) ANTI JOIN loose_key USING (key)
WHERE l.origin = 'live' AND b.origin = 'backtest'
