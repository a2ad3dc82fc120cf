-- Grain: one row: how much of the evaluated legs of pairs that are not direct must be read with care.
SELECT
  coalesce(sum(unknown_fees), 0) AS unknown_fees,
  coalesce(sum(zero_prices), 0) AS zero_prices,
  count(DISTINCT pair_id) FILTER (basis = 'price') AS price_pairs,
  count(DISTINCT pair_id) FILTER (basis = 'sent') AS sent_pairs
FROM pair_leg JOIN evaluated_day USING (day) LEFT JOIN attribution_pair USING (pair_id)
