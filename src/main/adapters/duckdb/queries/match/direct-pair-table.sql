-- Grain: one direct pair of an evaluated day: one live and one backtest fill that alone share a signal or order id, both of that day.
-- pair_id and backtest_row are the fills' rows; live_t in UTC microseconds; notional of the larger side and causes of live minus backtest P&L in money.
CREATE OR REPLACE TEMP TABLE direct_pair (
  pair_id UINTEGER, backtest_row UINTEGER, day DATE, instrument traded_instrument, side TINYINT, live_t DOUBLE,
  notional DOUBLE, sizing DOUBLE, timing DOUBLE, slippage DOUBLE, fees DOUBLE, price DOUBLE
)
