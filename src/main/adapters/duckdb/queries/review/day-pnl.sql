-- Grain: one evaluated day and origin: P&L summed straight from fills and cash, not from pairs; the other side of the residual check.
-- Unknown fees of direct pairs are not in it. pnl = value of the position at the day's mark - value before - money paid for fills - fees charged in money + cash.
-- traded and carried are notionals in money. Backtest quantities, fees and cash are times $scale. Order: day, origin.
WITH scaled AS (SELECT unnest(['live', 'backtest'])::origin AS origin, unnest([1.0::DOUBLE, $scale]) AS scale),
flow AS (
  SELECT s.origin, f.instrument, f.day, f.moved * s.scale AS moved, f.paid * s.scale AS paid, f.traded * s.scale AS traded
  FROM day_flow f JOIN scaled s ON (s.origin = 'live') = (f.is_live = 1)
),
opening AS (
  SELECT o.origin, m.instrument, DATE '1970-01-01' AS day, sum(o.qty * CASE WHEN o.origin = 'live' THEN 1 ELSE $scale END) AS moved
  FROM position o JOIN traded_symbol m USING (symbol) GROUP BY o.origin, m.instrument
),
steps AS (SELECT origin, instrument, day, moved FROM flow UNION ALL SELECT * FROM opening),
held AS (
  SELECT g.origin, m.instrument, m.day, m.price,
    coalesce(sum(s.moved) FILTER (s.day < m.day), 0) AS before, coalesce(sum(s.moved) FILTER (s.day <= m.day), 0) AS after
  FROM (SELECT unnest(['live', 'backtest'])::origin AS origin) g
  CROSS JOIN (SELECT instrument, day, price FROM mark JOIN evaluated_day USING (day)) m
  LEFT JOIN steps s ON s.origin = g.origin AND s.instrument = m.instrument AND s.day <= m.day
  GROUP BY g.origin, m.instrument, m.day, m.price
),
by_instrument AS (
  SELECT h.origin, h.day,
    h.after * h.price - h.before * coalesce(v.prior_price, h.price) + coalesce(f.paid, 0) AS pnl,
    coalesce(f.traded, 0) AS traded, abs(h.before * coalesce(v.prior_price, h.price)) AS carried
  FROM held h
  LEFT JOIN mark_move v ON v.instrument = h.instrument AND v.day = h.day
  LEFT JOIN flow f ON f.origin = h.origin AND f.instrument = h.instrument AND f.day = h.day
),
imputed AS (
  SELECT origin, day, sum(fee - fee_known) AS fee FROM attribution_leg GROUP BY origin, day
),
funding AS (
  SELECT origin, trading_day(t) AS day, sum(amount * CASE WHEN origin = 'live' THEN 1 ELSE $scale END) AS cash FROM cash GROUP BY ALL
)
SELECT d.day::VARCHAR AS day, g.origin::VARCHAR AS origin,
  coalesce(sum(b.pnl), 0) - coalesce(any_value(i.fee), 0) + coalesce(any_value(c.cash), 0) AS pnl,
  coalesce(any_value(c.cash), 0) AS cash, coalesce(sum(b.traded), 0) AS traded, coalesce(sum(b.carried), 0) AS carried
FROM evaluated_day d
CROSS JOIN (SELECT unnest(['live', 'backtest'])::origin AS origin) g
LEFT JOIN by_instrument b ON b.day = d.day AND b.origin = g.origin
LEFT JOIN imputed i ON i.day = d.day AND i.origin = g.origin
LEFT JOIN funding c ON c.day = d.day AND c.origin = g.origin
GROUP BY d.day, g.origin ORDER BY d.day, g.origin
