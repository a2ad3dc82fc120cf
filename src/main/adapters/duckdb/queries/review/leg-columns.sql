-- Grain: one leg of a matched pair on an evaluated day, as columns for the attribution; the types are those of the arrays they are read into.
-- A leg's P&L per unit of the pair's quantity is gain - rate * unit, by whose deviation and rate; fee_base_gain is what fees taken from the
-- position would have earned until the day's mark, in money, positive where live's.
WITH chosen AS (
  SELECT l.*, m.price AS mark,
    mid + CASE WHEN l.origin = 'live' THEN l.deviation ELSE l.other_deviation END AS live_price,
    mid + CASE WHEN l.origin = 'live' THEN l.other_deviation ELSE l.deviation END AS backtest_price,
    CASE WHEN l.origin = 'live' THEN l.rate ELSE l.other_rate END AS live_rate,
    CASE WHEN l.origin = 'live' THEN l.other_rate ELSE l.rate END AS backtest_rate
  FROM attribution_leg l JOIN evaluated_day USING (day) JOIN mark m USING (instrument, day)
)
SELECT pair_id::UINTEGER AS pair_id, (origin = 'live')::UTINYINT AS live, day, enum_code(instrument)::UINTEGER AS instrument,
  (basis = 'price')::UTINYINT AS is_one, live_qty, backtest_qty,
  CASE WHEN origin = 'live' THEN 1 ELSE -1 END * (fee_base * mark - fee_base_money) AS fee_base_gain,
  weight * side * (mark - live_price) AS live_gain, weight * side * (mark - backtest_price) AS backtest_gain,
  weight * CASE WHEN zero_price THEN 1 ELSE abs(live_price) END AS live_unit,
  weight * CASE WHEN zero_price THEN 1 ELSE abs(backtest_price) END AS backtest_unit,
  live_rate, backtest_rate
FROM chosen
