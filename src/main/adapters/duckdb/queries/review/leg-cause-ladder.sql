-- Grain: one leg of a matched pair on an evaluated day: its share of each rung of the ladder backtest -> sizing -> timing -> slippage -> fees, in money.
CREATE OR REPLACE TEMP VIEW leg_cause AS
SELECT pair_id, day, instrument, basis,
  CASE WHEN origin = 'backtest' THEN (live_qty - backtest_qty) * v_bb ELSE 0 END AS sizing,
  CASE WHEN origin = 'live' THEN 1 ELSE -1 END * live_qty * v_bb AS timing,
  CASE WHEN origin = 'live' THEN live_qty * (v_lb - v_bb) ELSE 0 END AS slippage,
  CASE WHEN origin = 'live' THEN live_qty * (v_ll - v_lb) ELSE 0 END
    - CASE WHEN origin = 'live' THEN 1 ELSE -1 END * fee_base_gain AS fees
FROM attribution_value
