-- Grain: one pair over the evaluated days the filters leave, with its place from 0 in the order |$cause|, the largest first. Filters as in slice-by.
-- Units: P&L difference by cause in money; active is their sum.
CREATE OR REPLACE TEMP TABLE pair_rank AS
WITH kept AS (
  SELECT d.pair_id, min(d.day) AS day,
    sum(d.alpha) AS alpha, sum(d.sizing) AS sizing, sum(d.timing) AS timing, sum(d.slippage) AS slippage, sum(d.fees) AS fees, sum(d.price) AS price
  FROM pair_day d JOIN pair_attribute a USING (pair_id)
  WHERE ($from IS NULL OR d.day >= $from::DATE) AND ($to IS NULL OR d.day <= $to::DATE)
    AND ($symbol IS NULL OR list_contains(from_json($symbol, '["VARCHAR"]'), a.symbol))
    AND ($hour IS NULL OR list_contains(from_json($hour, '["VARCHAR"]'), a.hour))
    AND ($side IS NULL OR list_contains(from_json($side, '["VARCHAR"]'), a.side))
    AND ($order_type IS NULL OR list_contains(from_json($order_type, '["VARCHAR"]'), a.order_type))
    AND ($liquidity IS NULL OR list_contains(from_json($liquidity, '["VARCHAR"]'), a.liquidity))
    AND ($version IS NULL OR list_contains(from_json($version, '["VARCHAR"]'), a.version))
  GROUP BY d.pair_id
)
SELECT row_number() OVER (ORDER BY abs(CASE $cause WHEN 'alpha' THEN alpha WHEN 'sizing' THEN sizing WHEN 'timing' THEN timing WHEN 'slippage' THEN slippage
    WHEN 'fees' THEN fees WHEN 'price' THEN price ELSE alpha + sizing + timing + slippage + fees + price END) DESC, pair_id) - 1 AS place,
  *, alpha + sizing + timing + slippage + fees + price AS active
FROM kept
ORDER BY place
