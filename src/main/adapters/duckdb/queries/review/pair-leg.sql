-- Grain: one leg = all fills of one pair that is not direct, of one origin and trading day. Backtest quantities and fees are times $scale.
-- price, mid and arrival_mid are quantity-weighted (a mid only where every fill has one); fee_known is charged money of the
-- share known_share of the leg; fee_base units of base currency, worth fee_base_money, were taken from the position.
CREATE OR REPLACE TEMP TABLE pair_leg AS
SELECT
  p.pair_id, f.origin, f.day, f.instrument, f.side,
  sum(f.qty) * any_value(k.scale) AS qty,
  sum(f.qty * f.price) / sum(f.qty) AS price,
  CASE WHEN count(f.mid) = count(*) THEN sum(f.qty * f.mid) / sum(f.qty) END AS mid,
  CASE WHEN count(f.arrival_mid) = count(*) THEN sum(f.qty * f.arrival_mid) / sum(f.qty) END AS arrival_mid,
  coalesce(sum(f.fee_money), 0) * any_value(k.scale) AS fee_known,
  coalesce(sum(f.qty) FILTER (f.fee_money IS NOT NULL), 0) / sum(f.qty) AS known_share,
  sum(f.fee_base) * any_value(k.scale) AS fee_base,
  sum(f.fee_base * f.price) * any_value(k.scale) AS fee_base_money,
  count(*) AS fills,
  count(*) FILTER (f.price = 0) AS zero_prices,
  count(*) FILTER (f.fee_money IS NULL) AS unknown_fees
FROM loose_fill f
JOIN composite c USING (origin, key)
JOIN pairing p USING (composite_id)
JOIN (VALUES ('live'::origin, 1.0::DOUBLE), ('backtest'::origin, $scale::DOUBLE)) k (origin, scale) ON k.origin = f.origin
GROUP BY p.pair_id, f.origin, f.day, f.instrument, f.side
