-- Grain: one intention of one origin on one evaluated day, its fills summed; number counts them per origin by day and time, row is the first fill's.
-- symbol and book (strategy and instrument) are codes. t = the decision (signal, else sent, else first fill), microseconds UTC; backtest quantities
-- are times $scale; prices in the reporting currency; adv and depth in the unit of qty. mid is the arrival mid, else the mid at the fill (NULL:
-- unknown); latency_ms = acknowledged (else filled) minus sent. Sums run in the order of rows, so the bits do not depend on threads.
CREATE OR REPLACE TEMP TABLE executed_order AS
WITH known AS (
  SELECT r.origin, r.key, r.day, r.strategy, r.instrument, r.side, r.intent, r.fill_row, r.t AS t_fill,
    r.qty * CASE WHEN r.origin = 'backtest' THEN $scale::DOUBLE ELSE 1.0 END AS qty, r.price, r.fee_money, r.arrival_mid, r.fill_mid,
    epoch_us(coalesce(f.t_signal, f.t_sent, f.t_fill)) + s.time_offset_us::BIGINT AS t,
    epoch_us(coalesce(f.t_ack, f.t_fill)) - epoch_us(f.t_sent) AS latency_us,
    f.limit_price * m.rate AS limit_price, f.spread_bps, f.volatility_daily, f.adv * coalesce(f.multiplier, 1) AS adv,
    f.depth_qty * coalesce(f.multiplier, 1) AS depth,
    CASE WHEN f.order_type IS NULL THEN f.liquidity = 'maker' ELSE f.order_type ILIKE '%limit%' AND f.order_type NOT ILIKE '%stop%' END AS is_limit,
    f.liquidity = 'maker' AS is_maker
  FROM review_fill r
  JOIN fill f ON f.rowid = r.fill_row
  JOIN source_file s USING (source_id)
  JOIN traded_symbol m USING (symbol)
  JOIN evaluated_day d ON d.day = r.day
),
summed AS (
  SELECT origin, key, day, min(strategy) AS strategy, min(instrument) AS instrument, min(side) AS side, min(intent) AS intent,
    min(fill_row) AS fill_row, min(t) AS t, min(t_fill) AS t_fill,
    sum(qty ORDER BY fill_row) AS qty,
    sum(qty * price ORDER BY fill_row) / sum(qty ORDER BY fill_row) AS price,
    CASE WHEN count(arrival_mid) = count(*) THEN sum(qty * arrival_mid ORDER BY fill_row) / sum(qty ORDER BY fill_row) END AS arrival_mid,
    CASE WHEN count(fill_mid) = count(*) THEN sum(qty * fill_mid ORDER BY fill_row) / sum(qty ORDER BY fill_row) END AS fill_mid,
    CASE WHEN count(fee_money) = count(*) THEN sum(fee_money ORDER BY fill_row) END AS fee,
    arg_min(limit_price, fill_row) AS limit_price, arg_min(spread_bps, fill_row) AS spread_bps,
    arg_min(volatility_daily, fill_row) AS volatility_daily, arg_min(adv, fill_row) AS adv, arg_min(depth, fill_row) AS depth,
    arg_min(latency_us, fill_row) / 1000 AS latency_ms, arg_min(is_limit, fill_row) AS is_limit, arg_min(is_maker, fill_row) AS is_maker
  FROM known GROUP BY origin, key, day
)
SELECT *,
  row_number() OVER (PARTITION BY origin ORDER BY day, t, t_fill, instrument, strategy, side, intent) - 1 AS number,
  dense_rank() OVER (ORDER BY instrument) - 1 AS symbol,
  dense_rank() OVER (ORDER BY strategy, instrument) - 1 AS book,
  coalesce(arrival_mid, fill_mid) AS mid
FROM summed
