-- Grain: one crossing of day x symbol x hour x side x order type x liquidity x version that has fills: pairs, notional (of the larger side), spreads in
-- bps weighted by notional (NULL: unknown), and the P&L difference of those fills by cause, in money.
CREATE OR REPLACE TEMP TABLE slice_day AS
SELECT d.day, a.symbol, a.hour, a.side, a.order_type, a.liquidity, a.version,
  count(*) AS pairs,
  sum(d.notional) AS notional,
  sum(a.live_spread_bps * d.notional) / nullif(sum(d.notional) FILTER (a.live_spread_bps IS NOT NULL), 0) AS live_spread_bps,
  sum(a.backtest_spread_bps * d.notional) / nullif(sum(d.notional) FILTER (a.backtest_spread_bps IS NOT NULL), 0) AS backtest_spread_bps,
  sum(d.alpha) AS alpha, sum(d.sizing) AS sizing, sum(d.timing) AS timing, sum(d.slippage) AS slippage, sum(d.fees) AS fees, sum(d.price) AS price
FROM pair_day d
JOIN pair_attribute a USING (pair_id)
GROUP BY d.day, a.symbol, a.hour, a.side, a.order_type, a.liquidity, a.version
