-- Grain: one pair that is not direct, with fills on the evaluated days. kind: 0 matched, 1 live_only, 2 backtest_only. NaN = not both sides.
-- dt_ms is live minus backtest; quantity_ratio live over backtest, unscaled; live_notional in money, 0 without a live side.
SELECT CASE kind WHEN 'matched' THEN 0.0::DOUBLE WHEN 'live_only' THEN 1 ELSE 2 END AS kind,
  coalesce(live_notional, 0) AS live_notional,
  coalesce((live_t - backtest_t) / 1e3::DOUBLE, 'nan'::DOUBLE) AS dt_ms,
  coalesce(live_qty / nullif(backtest_qty, 0), 'nan'::DOUBLE) AS quantity_ratio
FROM loose_pair
WHERE pair_id IN (SELECT pair_id FROM pair_leg JOIN evaluated_day USING (day))
