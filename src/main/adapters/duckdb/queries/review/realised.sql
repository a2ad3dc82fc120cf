-- Grain: one evaluated day: the square root of the summed squared hourly active P&L (live minus backtest, marked to market each hour), in money,
-- and how many of its instrument hours had no quote or bar to mark with. Only with market data. Order: day.
WITH hours AS (
  SELECT day, epoch_us(prior_day + INTERVAL 1 DAY) + h * 3600000000 AS start_us, epoch_us(prior_day + INTERVAL 1 DAY) + (h + 1) * 3600000000 AS end_us
  FROM evaluated_day, range(0, (end_us - epoch_us(prior_day + INTERVAL 1 DAY)) // 3600000000) r (h)
),
price AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 * m.rate AS price FROM quote q JOIN traded_symbol m USING (symbol)
  UNION ALL SELECT m.instrument, epoch_us(b.t_end), b.close * m.rate FROM bar b JOIN traded_symbol m USING (symbol)
),
active_fill AS (
  SELECT instrument, t, (side * qty - fee_base) * CASE WHEN origin = 'live' THEN 1 ELSE -$scale END AS moved,
    (-side * qty * price - CASE WHEN fee_base = 0 THEN coalesce(fee_money, 0) ELSE 0 END) * CASE WHEN origin = 'live' THEN 1 ELSE -$scale END AS paid
  FROM review_fill
),
grid AS (SELECT i.instrument, h.* FROM (SELECT DISTINCT instrument FROM active_fill) i CROSS JOIN hours h),
marked AS (
  SELECT g.*, s.price AS start_price, e.price AS end_price
  FROM grid g
  ASOF LEFT JOIN price s ON s.instrument = g.instrument AND s.t <= g.start_us
  ASOF LEFT JOIN price e ON e.instrument = g.instrument AND e.t <= g.end_us
),
stepped AS (
  SELECT instrument, t, sum(moved) OVER (PARTITION BY instrument ORDER BY t RANGE UNBOUNDED PRECEDING) AS held FROM active_fill
),
flow AS (
  SELECT g.instrument, g.end_us, sum(f.paid) AS paid FROM grid g
  JOIN active_fill f ON f.instrument = g.instrument AND f.t >= g.start_us AND f.t < g.end_us GROUP BY ALL
),
hourly AS (
  SELECT m.day, m.end_us,
    sum(coalesce(e.held, 0) * m.end_price - coalesce(s.held, 0) * m.start_price + coalesce(f.paid, 0)) AS pnl,
    count(*) FILTER (m.end_price IS NULL OR m.start_price IS NULL) AS unmarked
  FROM marked m
  ASOF LEFT JOIN stepped s ON s.instrument = m.instrument AND s.t < m.start_us
  ASOF LEFT JOIN stepped e ON e.instrument = m.instrument AND e.t < m.end_us
  LEFT JOIN flow f ON f.instrument = m.instrument AND f.end_us = m.end_us
  GROUP BY m.day, m.end_us
)
SELECT day::VARCHAR AS day, sqrt(coalesce(sum(pnl * pnl), 0)) AS realised, sum(unmarked) AS unmarked FROM hourly GROUP BY day ORDER BY day
