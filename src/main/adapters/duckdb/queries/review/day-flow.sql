-- Grain: one origin, instrument and trading day with fills: what they moved in units, paid in money (fees charged in money included) and traded in
-- money. Unscaled.
CREATE OR REPLACE TEMP TABLE day_flow AS
SELECT origin, instrument, day, sum(side * qty - fee_base) AS moved,
  sum(-side * qty * price - CASE WHEN fee_base = 0 THEN coalesce(fee_money, 0) ELSE 0 END) AS paid,
  sum(qty * abs(price)) AS traded
FROM review_fill
GROUP BY origin, instrument, day
