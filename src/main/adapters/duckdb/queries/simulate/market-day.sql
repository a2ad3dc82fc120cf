-- Grain: one instrument and day with market data: volatility_daily, a fraction, from hourly moves of the 20 days up to it (quotes, else bars),
-- and adv, units a day, the mean volume of the 20 days before it (the day itself where there is none; bars only). 12 digits are kept.
CREATE OR REPLACE TEMP TABLE market_day AS
WITH price AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 AS price FROM quote q JOIN traded_symbol m USING (symbol)
  UNION ALL
  SELECT m.instrument, epoch_us(b.t_end), b.close FROM bar b JOIN traded_symbol m USING (symbol)
  WHERE m.instrument NOT IN (SELECT n.instrument FROM quote JOIN traded_symbol n USING (symbol))
),
hourly AS (SELECT instrument, arg_max(price, t) AS price, max(t) AS t FROM price WHERE price > 0 GROUP BY instrument, t // 3600000000),
step AS (
  SELECT instrument, trading_day(make_timestamp(t)) AS day, ln(price / lag(price) OVER w) AS move, (t - lag(t) OVER w) / 86400e6 AS days
  FROM hourly WINDOW w AS (PARTITION BY instrument ORDER BY t)
),
moved AS (SELECT instrument, day, sum(move * move ORDER BY days) AS squares, sum(days ORDER BY days) AS days FROM step WHERE days > 0 GROUP BY instrument, day),
traded AS (
  SELECT m.instrument, trading_day(b.t) AS day, sum(b.volume) AS volume FROM bar b JOIN traded_symbol m USING (symbol)
  WHERE b.volume IS NOT NULL GROUP BY ALL
),
spread_out AS (
  SELECT instrument, day, squares, moved.days, volume FROM moved FULL JOIN traded USING (instrument, day)
),
rolled AS (
  SELECT instrument, day,
    sqrt(sum(squares) OVER recent / nullif(sum(days) OVER recent, 0)) AS volatility_daily,
    coalesce(avg(volume) OVER before, volume) AS adv
  FROM spread_out
  WINDOW recent AS (PARTITION BY instrument ORDER BY day RANGE BETWEEN INTERVAL 19 DAY PRECEDING AND CURRENT ROW),
    before AS (PARTITION BY instrument ORDER BY day RANGE BETWEEN INTERVAL 20 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING)
)
SELECT instrument, day,
  CASE WHEN volatility_daily > 0 THEN round(volatility_daily, 12 - ceil(log10(volatility_daily))::INTEGER) END AS volatility_daily,
  CASE WHEN adv > 0 THEN round(adv, 12 - ceil(log10(adv))::INTEGER) END AS adv
FROM rolled
