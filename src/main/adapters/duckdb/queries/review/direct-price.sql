-- Grain: one direct pair as the attribution reads it. basis says which mid both sides are priced against: 'mid' at the fill, 'sent', or 'price'
-- (none: timing and slippage are one cause). live_crossed is live's mid plus the backtest's deviation from its own, backtest_crossed the reverse.
-- Fee rates are per fee_per: notional, or quantity where a price is zero; an unknown rate is the other side's (NULL on both: 0).
CREATE OR REPLACE TEMP VIEW direct_price AS
WITH scaled AS (
  SELECT * REPLACE (backtest_qty * scale AS backtest_qty, backtest_fee * scale AS backtest_fee, backtest_fee_base * scale AS backtest_fee_base),
    live_mid IS NOT NULL AND backtest_mid IS NOT NULL AS has_mid, live_arrival IS NOT NULL AND backtest_arrival IS NOT NULL AS has_arrival,
    live_price = 0 OR backtest_price = 0 AS zero_price
  FROM direct_pair CROSS JOIN backtest_scale
),
based AS (
  SELECT *, CASE WHEN has_mid THEN 'mid' WHEN has_arrival THEN 'sent' ELSE 'price' END AS basis,
    CASE WHEN has_mid THEN live_price - live_mid WHEN has_arrival THEN live_price - live_arrival ELSE 0 END AS live_deviation,
    CASE WHEN has_mid THEN backtest_price - backtest_mid WHEN has_arrival THEN backtest_price - backtest_arrival ELSE 0 END AS backtest_deviation,
    live_qty * CASE WHEN zero_price THEN 1 ELSE abs(live_price) END AS live_fee_per,
    backtest_qty * CASE WHEN zero_price THEN 1 ELSE abs(backtest_price) END AS backtest_fee_per
  FROM scaled
)
SELECT *,
  live_price - live_deviation + backtest_deviation AS live_crossed,
  backtest_price - backtest_deviation + live_deviation AS backtest_crossed,
  coalesce(live_fee / live_fee_per, backtest_fee / backtest_fee_per, 0) AS live_rate,
  coalesce(backtest_fee / backtest_fee_per, live_fee / live_fee_per, 0) AS backtest_rate
FROM based
