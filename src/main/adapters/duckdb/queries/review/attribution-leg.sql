-- Grain: one leg of a matched pair, as a schedule: weight of its side's quantity, mid, deviation from it, fee rate, and the other side's
-- mean deviation and fee rate. fee is the leg's fee in money, unknown parts at the pair's rate.
CREATE OR REPLACE TEMP TABLE attribution_leg AS
WITH leg AS (
  SELECT g.pair_id, g.origin, g.day, g.instrument, g.side, g.price, g.qty, g.fee_base, g.fee_base_money, a.live_qty, a.backtest_qty, a.basis, a.zero_price,
    g.qty / CASE WHEN g.origin = 'live' THEN a.live_qty ELSE a.backtest_qty END AS weight,
    CASE a.basis WHEN 'mid' THEN g.mid WHEN 'sent' THEN g.arrival_mid ELSE g.price END AS mid,
    g.qty * CASE WHEN a.zero_price THEN 1 ELSE abs(g.price) END AS fee_per,
    g.fee_known + (1 - g.known_share) * g.qty * CASE WHEN a.zero_price THEN 1 ELSE abs(g.price) END
      * CASE WHEN g.origin = 'live' THEN a.live_unknown_rate ELSE a.backtest_unknown_rate END AS fee,
    g.fee_known
  FROM pair_leg g JOIN attribution_pair a USING (pair_id)
),
mean AS (
  SELECT pair_id, origin, sum(qty * (price - mid)) / sum(qty) AS deviation, sum(fee) / sum(fee_per) AS rate FROM leg GROUP BY pair_id, origin
)
SELECT l.*, l.price - l.mid AS deviation, l.fee / l.fee_per AS rate, o.deviation AS other_deviation, o.rate AS other_rate
FROM leg l JOIN mean o ON o.pair_id = l.pair_id AND o.origin <> l.origin
