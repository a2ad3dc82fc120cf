-- Grain: one matched pair that is not direct and whose first live fill is on an evaluated day: live over backtest quantity.
SELECT live_qty / backtest_qty AS ratio
FROM loose_pair WHERE kind = 'matched' AND backtest_qty > 0 AND trading_day(make_timestamp(live_t)) IN (SELECT day FROM evaluated_day)
