-- Grain: one row. Counts and notional of live and backtest composites with fills on the evaluated days. Times in ms.
SELECT
  count(*) FILTER (kind = 'matched') AS matched,
  count(*) FILTER (kind = 'live_only') AS live_only,
  count(*) FILTER (kind = 'backtest_only') AS backtest_only,
  sum(live_notional) FILTER (kind = 'matched') / nullif(sum(live_notional), 0) AS matched_share_notional,
  median((live_t - backtest_t) / 1e3) FILTER (kind = 'matched') AS median_dt_ms,
  median(live_qty / backtest_qty) FILTER (kind = 'matched' AND backtest_qty > 0) AS median_quantity_ratio
FROM evaluated_pair
