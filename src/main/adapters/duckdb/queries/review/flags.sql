-- Grain: one row: how much of the evaluated legs must be read with care. Notional shares are of live and backtest together.
WITH leg AS (
  SELECT pair_id, unknown_fees, zero_prices, basis, qty * abs(price) AS notional
  FROM pair_leg JOIN evaluated_day USING (day) LEFT JOIN attribution_pair USING (pair_id)
  UNION ALL
  SELECT pair_id, (live_fee IS NULL)::INTEGER + (backtest_fee IS NULL)::INTEGER, (live_price = 0)::INTEGER + (backtest_price = 0)::INTEGER, basis,
    live_qty * abs(live_price) + backtest_qty * abs(backtest_price)
  FROM direct_price JOIN evaluated_day USING (day)
)
SELECT
  coalesce(sum(unknown_fees), 0) AS unknown_fees,
  coalesce(sum(zero_prices), 0) AS zero_prices,
  count(DISTINCT pair_id) FILTER (basis = 'price') AS price_pairs,
  count(DISTINCT pair_id) FILTER (basis = 'sent') AS sent_pairs,
  coalesce(sum(notional) FILTER (basis = 'price') / nullif(sum(notional) FILTER (basis IS NOT NULL), 0), 0) AS price_share
FROM leg
