-- Grain: one value of the dimension $by over the slices the filters leave. Filters are JSON arrays of text, NULL = all; hour is 00 to 23 UTC.
-- Units: P&L difference by cause in money; notional of the larger side. Order: absolute difference, the largest first.
SELECT
  CASE $by WHEN 'day' THEN day::VARCHAR WHEN 'symbol' THEN symbol WHEN 'hour' THEN hour WHEN 'side' THEN side
    WHEN 'order_type' THEN order_type WHEN 'liquidity' THEN liquidity ELSE version END AS value,
  sum(pairs) AS pairs,
  sum(notional) AS notional,
  sum(alpha + sizing + timing + slippage + fees + price) AS active,
  sum(alpha) AS alpha, sum(sizing) AS sizing, sum(timing) AS timing, sum(slippage) AS slippage, sum(fees) AS fees, sum(price) AS price
FROM slice_day
WHERE ($from IS NULL OR day >= $from::DATE) AND ($to IS NULL OR day <= $to::DATE)
  AND ($symbol IS NULL OR list_contains(from_json($symbol, '["VARCHAR"]'), symbol))
  AND ($hour IS NULL OR list_contains(from_json($hour, '["VARCHAR"]'), hour))
  AND ($side IS NULL OR list_contains(from_json($side, '["VARCHAR"]'), side))
  AND ($order_type IS NULL OR list_contains(from_json($order_type, '["VARCHAR"]'), order_type))
  AND ($liquidity IS NULL OR list_contains(from_json($liquidity, '["VARCHAR"]'), liquidity))
  AND ($version IS NULL OR list_contains(from_json($version, '["VARCHAR"]'), version))
GROUP BY value
ORDER BY abs(active) DESC, value
