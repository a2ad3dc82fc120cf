-- Grain: one crossing of the seven dimensions that has fills; the dimensions as codes of cube_label, then sums. Units as slice_day. Order: by codes.
SELECT d.code::DOUBLE AS day, y.code::DOUBLE AS symbol, h.code::DOUBLE AS hour, s.code::DOUBLE AS side, o.code::DOUBLE AS order_type,
  q.code::DOUBLE AS liquidity, v.code::DOUBLE AS version,
  c.pairs::DOUBLE AS pairs, c.notional, c.alpha, c.sizing, c.timing, c.slippage, c.fees, c.price
FROM slice_day c
JOIN cube_label d ON d.dimension = 'day' AND d.value = c.day::VARCHAR
JOIN cube_label y ON y.dimension = 'symbol' AND y.value = c.symbol
JOIN cube_label h ON h.dimension = 'hour' AND h.value = c.hour
JOIN cube_label s ON s.dimension = 'side' AND s.value = c.side
JOIN cube_label o ON o.dimension = 'order_type' AND o.value = c.order_type
JOIN cube_label q ON q.dimension = 'liquidity' AND q.value = c.liquidity
JOIN cube_label v ON v.dimension = 'version' AND v.value = c.version
ORDER BY 1, 2, 3, 4, 5, 6, 7
