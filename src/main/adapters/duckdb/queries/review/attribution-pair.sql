-- Grain: one matched pair with both sides' totals. basis says which mid both sides are priced against: 'mid' at the fill, 'sent', or
-- 'price' (none: timing and slippage are one cause). zero_price: fee rates are per unit of quantity, else per unit of notional.
-- live_unknown_rate is what unknown live fees are charged at: the backtest's known rate (none: 0); backtest_unknown_rate likewise.
CREATE OR REPLACE TEMP TABLE attribution_pair AS
WITH side AS (
  SELECT pair_id, origin, sum(qty) AS qty, bool_and(mid IS NOT NULL) AS has_mid, bool_and(arrival_mid IS NOT NULL) AS has_arrival,
    bool_or(price = 0) AS zero_price,
    sum(fee_known) AS fee_known, sum(qty * known_share) AS known_qty, sum(qty * abs(price) * known_share) AS known_notional
  FROM pair_leg GROUP BY pair_id, origin
),
joined AS (
  SELECT l.pair_id, l.qty AS live_qty, b.qty AS backtest_qty,
    CASE WHEN l.has_mid AND b.has_mid THEN 'mid' WHEN l.has_arrival AND b.has_arrival THEN 'sent' ELSE 'price' END AS basis,
    l.zero_price OR b.zero_price AS zero_price,
    l.fee_known / nullif(CASE WHEN l.zero_price OR b.zero_price THEN l.known_qty ELSE l.known_notional END, 0) AS live_rate,
    b.fee_known / nullif(CASE WHEN l.zero_price OR b.zero_price THEN b.known_qty ELSE b.known_notional END, 0) AS backtest_rate
  FROM side l JOIN side b USING (pair_id)
  WHERE l.origin = 'live' AND b.origin = 'backtest'
)
SELECT pair_id, live_qty, backtest_qty, basis, zero_price,
  coalesce(backtest_rate, 0) AS live_unknown_rate, coalesce(live_rate, 0) AS backtest_unknown_rate
FROM joined
