-- Grain: one row per symbol spelling used by fills, cash, positions or orders. Order: symbol.
SELECT DISTINCT symbol FROM (
  SELECT symbol FROM fill UNION SELECT symbol FROM trade_order UNION SELECT symbol FROM position
  UNION SELECT symbol FROM quote UNION SELECT symbol FROM bar
) WHERE symbol NOT IN (SELECT symbol FROM symbol_map)
ORDER BY symbol
