-- Grain: one row: how many backtest orders precede the evaluated days, so that a part of a backtest keeps the order numbers of the whole.
SELECT count(*) AS earlier FROM (
  SELECT DISTINCT key, day FROM review_fill WHERE origin = 'backtest' AND day < (SELECT min(day) FROM evaluated_day)
)
