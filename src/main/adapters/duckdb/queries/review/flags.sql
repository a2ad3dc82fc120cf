-- Grain: one row: how much of the evaluated legs must be read with care. Notional shares are of live and backtest together.
SELECT
  coalesce(sum(unknown_fees), 0) AS unknown_fees,
  coalesce(sum(zero_prices), 0) AS zero_prices,
  count(DISTINCT pair_id) FILTER (basis = 'price') AS price_pairs,
  count(DISTINCT pair_id) FILTER (basis = 'sent') AS sent_pairs,
  coalesce(sum(qty * abs(price)) FILTER (basis = 'price') / nullif(sum(qty * abs(price)) FILTER (basis IS NOT NULL), 0), 0) AS price_share
FROM pair_leg JOIN evaluated_day USING (day) LEFT JOIN attribution_pair USING (pair_id)
