-- Takes the backtest's fills of the evaluated days out of the review, to make room for simulated ones.
DELETE FROM review_fill WHERE origin = 'backtest' AND day IN (SELECT day FROM evaluated_day)
