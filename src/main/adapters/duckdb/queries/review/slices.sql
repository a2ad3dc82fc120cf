-- Grain: one crossing of symbol x hour x side x order type x liquidity x version over the days [$from, $to]. Units as slice_day.
SELECT symbol, hour, side, order_type, liquidity, version,
  sum(notional) AS notional,
  sum(live_spread_bps * notional) / nullif(sum(notional) FILTER (live_spread_bps IS NOT NULL), 0) AS live_spread_bps,
  sum(backtest_spread_bps * notional) / nullif(sum(notional) FILTER (backtest_spread_bps IS NOT NULL), 0) AS backtest_spread_bps,
  sum(alpha) AS alpha, sum(sizing) AS sizing, sum(timing) AS timing, sum(slippage) AS slippage, sum(fees) AS fees, sum(price) AS price
FROM slice_day WHERE day BETWEEN $from::DATE AND $to::DATE
GROUP BY symbol, hour, side, order_type, liquidity, version
ORDER BY symbol, hour, side, order_type, liquidity, version
