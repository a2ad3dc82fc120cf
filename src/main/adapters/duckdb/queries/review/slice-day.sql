-- Grain: one crossing of day x symbol x hour x side x order type x liquidity x version that has fills: pairs, notional (of the larger side), spreads in
-- bps weighted by notional (NULL: unknown), and the P&L difference of those fills by cause, in money. hour is 00 to 23 UTC of the pair's first fill.
CREATE OR REPLACE TEMP TABLE slice_day AS
WITH piece AS (
  SELECT day, instrument, t // 3600000000 % 24 AS hour, side, order_type, liquidity, version, live_spread_bps, backtest_spread_bps,
    notional, 0.0::DOUBLE AS alpha, sizing, timing, slippage, fees, price
  FROM direct_attribute
  UNION ALL BY NAME
  SELECT d.day, a.instrument, a.t // 3600000000 % 24 AS hour, a.side, a.order_type, a.liquidity, a.version, a.live_spread_bps, a.backtest_spread_bps,
    d.notional, d.alpha, d.sizing, d.timing, d.slippage, d.fees, d.price
  FROM loose_pair_day d JOIN loose_attribute a USING (pair_id)
),
slice AS (
  SELECT day, instrument, hour, side, order_type, liquidity, version, count(*) AS pairs, sum(notional) AS notional,
    sum(live_spread_bps * notional) / nullif(sum(notional) FILTER (live_spread_bps IS NOT NULL), 0) AS live_spread_bps,
    sum(backtest_spread_bps * notional) / nullif(sum(notional) FILTER (backtest_spread_bps IS NOT NULL), 0) AS backtest_spread_bps,
    sum(alpha) AS alpha, sum(sizing) AS sizing, sum(timing) AS timing, sum(slippage) AS slippage, sum(fees) AS fees, sum(price) AS price
  FROM piece GROUP BY day, instrument, hour, side, order_type, liquidity, version
)
SELECT * EXCLUDE (instrument) REPLACE (lpad(hour::VARCHAR, 2, '0') AS hour, CASE WHEN side > 0 THEN 'buy' ELSE 'sell' END AS side),
  instrument::VARCHAR AS symbol
FROM slice
