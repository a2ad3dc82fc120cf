-- Puts simulated fills in the backtest's place: the same intention, so the same pair; quantities and fees before $scale, which the review applies.
INSERT INTO review_fill BY NAME
SELECT o.fill_row, 'backtest'::origin AS origin, o.strategy, o.instrument, o.side, o.intent, o.key, NULL::VARCHAR AS trip_id,
  (o.t + s.waited_us)::BIGINT AS t, o.day, s.qty / $scale AS qty, s.price, s.fee / $scale AS fee_money, 0.0::DOUBLE AS fee_base,
  s.mid AS fill_mid, o.mid AS arrival_mid
FROM simulated_fill s JOIN executed_order o ON o.number = s.number AND o.origin = 'backtest'
WHERE s.qty > 0
