-- Grain: at most one row: the whole number of quarters of an hour, up to 14 hours, that live orders left alone most often stand after
-- (negative: before) a backtest order left alone of the same instrument and side, within a minute and 0.5 % of its price. shift_s in
-- seconds; orders: how many of the live orders looked at (alone: the first 500 by time) stand so.
WITH live AS (
  SELECT pair_id, instrument, side, live_price AS price, live_t AS t FROM loose_pair
  WHERE kind = 'live_only' ORDER BY live_t, pair_id LIMIT 500
),
near AS (
  SELECT l.pair_id, l.t - b.backtest_t AS apart, round((l.t - b.backtest_t) / 9e8)::BIGINT AS quarters
  FROM live l
  JOIN loose_pair b ON b.kind = 'backtest_only' AND b.instrument = l.instrument AND b.side = l.side
    AND b.backtest_t BETWEEN l.t - 50400000000 AND l.t + 50400000000
    AND abs(l.price - b.backtest_price) <= 0.005 * abs(b.backtest_price)
)
SELECT (quarters * 900)::DOUBLE AS shift_s, count(DISTINCT pair_id) AS orders, (SELECT count(*) FROM live) AS alone
FROM near WHERE quarters <> 0 AND abs(apart - quarters * 900000000) <= 60000000
GROUP BY quarters ORDER BY orders DESC, abs(quarters), quarters LIMIT 1
