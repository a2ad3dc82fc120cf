-- Grain: one row: the median of live over backtest quantity of matched pairs whose live fills are on evaluated days (NULL: none).
SELECT median(live_qty / backtest_qty) AS ratio
FROM pair WHERE kind = 'matched' AND trading_day(make_timestamp(live_t)) IN (SELECT day FROM evaluated_day)
