-- Grain: one leg of a matched pair on an evaluated day: its share of the Shapley value of each cause of the pair's P&L difference, in money.
-- A live leg counts in coalitions with timing, a backtest leg in those without. Shapley weights of 4 players: 1/4, 1/12, 1/12, 1/4.
CREATE OR REPLACE TEMP VIEW leg_cause AS
SELECT pair_id, day, instrument, basis,
  CASE WHEN origin = 'live'
    THEN (live_qty - backtest_qty) * (v_bb + v_lb + v_bl + 3 * v_ll) / 12
    ELSE (live_qty - backtest_qty) * (3 * v_bb + v_lb + v_bl + v_ll) / 12 END AS sizing,
  CASE WHEN origin = 'live' THEN 1 ELSE -1 END
    * (backtest_qty * (3 * v_bb + v_lb + v_bl + v_ll) + live_qty * (v_bb + v_lb + v_bl + 3 * v_ll)) / 12 AS timing,
  CASE WHEN origin = 'live'
    THEN ((backtest_qty + live_qty) * (v_lb - v_bb) + (backtest_qty + 3 * live_qty) * (v_ll - v_bl)) / 12
    ELSE ((3 * backtest_qty + live_qty) * (v_lb - v_bb) + (backtest_qty + live_qty) * (v_ll - v_bl)) / 12 END AS slippage,
  CASE WHEN origin = 'live'
    THEN ((backtest_qty + live_qty) * (v_bl - v_bb) + (backtest_qty + 3 * live_qty) * (v_ll - v_lb)) / 12
    ELSE ((3 * backtest_qty + live_qty) * (v_bl - v_bb) + (backtest_qty + live_qty) * (v_ll - v_lb)) / 12 END
    - CASE WHEN origin = 'live' THEN 1 ELSE -1 END * fee_base_gain AS fees
FROM attribution_value
