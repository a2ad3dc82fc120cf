-- Grain: one mark per traded instrument and day end: last quote mid before it, else close of the last bar completed by then, else the
-- last fill price of either side before it (source 'fill'), else the mark an opening position came with. No row: nothing was known yet.
CREATE OR REPLACE TEMP TABLE mark AS
WITH grid AS (
  SELECT i.instrument, d.day, d.end_us
  FROM (SELECT DISTINCT instrument FROM review_fill UNION SELECT instrument FROM position JOIN traded_symbol USING (symbol)) i
  CROSS JOIN (
    SELECT day, end_us FROM evaluated_day
    UNION ALL
    SELECT min(prior_day), epoch_us(min(prior_day) + INTERVAL 1 DAY) FROM evaluated_day
  ) d
),
quote_mid AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 * m.rate AS price FROM quote q JOIN traded_symbol m USING (symbol)
),
bar_close AS (
  SELECT m.instrument, epoch_us(b.t_end) AS t, b.close * m.rate AS price FROM bar b JOIN traded_symbol m USING (symbol)
),
last_fill AS (
  SELECT instrument, max(t) AS t FROM review_fill GROUP BY instrument, t // 86400000000
),
fill_price AS (
  SELECT instrument, t, sum(qty * price) / sum(qty) AS price FROM review_fill SEMI JOIN last_fill USING (instrument, t) GROUP BY instrument, t
),
opening AS (
  SELECT m.instrument, min(p.mark) * any_value(m.rate) AS price FROM position p JOIN traded_symbol m USING (symbol) GROUP BY m.instrument
)
SELECT g.instrument, g.day,
  coalesce(q.price, b.price, f.price, o.price) AS price,
  CASE WHEN q.price IS NOT NULL THEN 'quote' WHEN b.price IS NOT NULL THEN 'bar' WHEN f.price IS NOT NULL THEN 'fill' ELSE 'opening' END AS source
FROM grid g
ASOF LEFT JOIN quote_mid q ON q.instrument = g.instrument AND q.t < g.end_us
ASOF LEFT JOIN bar_close b ON b.instrument = g.instrument AND b.t <= g.end_us
ASOF LEFT JOIN fill_price f ON f.instrument = g.instrument AND f.t < g.end_us
LEFT JOIN opening o ON o.instrument = g.instrument
WHERE coalesce(q.price, b.price, f.price, o.price) IS NOT NULL
