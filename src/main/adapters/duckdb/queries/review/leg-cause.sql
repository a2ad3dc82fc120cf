-- Grain: one leg of a matched pair on an evaluated day: its share of each cause of the pair's P&L difference, in money.
CREATE OR REPLACE TEMP VIEW leg_cause AS
SELECT pair_id, day, instrument, basis, share.sizing AS sizing, share.timing AS timing, share.slippage AS slippage,
  share.fees - CASE WHEN origin = 'live' THEN 1 ELSE -1 END * fee_base_gain AS fees
FROM (SELECT *, leg_share(origin = 'live', live_qty, backtest_qty, live_gain, backtest_gain, live_unit, backtest_unit, live_rate, backtest_rate) AS share FROM attribution_value)
