-- Grain: one symbol spelling with its instrument and what one unit of its quote currency is worth in the reporting currency: 1 for the same
-- currency (and for stablecoins where the user says so), else the user's rate. Spellings that cannot be converted are absent.
CREATE OR REPLACE TEMP TABLE traded_symbol AS
WITH stable AS (SELECT unnest(['USD', 'USDT', 'USDC', 'BUSD', 'DAI', 'TUSD', 'FDUSD', 'USDP', 'PYUSD']) AS currency),
rated AS (
  SELECT m.symbol, m.instrument::traded_instrument AS instrument, m.base, m.quote,
    CASE WHEN m.quote IS NULL OR m.quote = $currency THEN 1.0::DOUBLE
      WHEN $stable_equal AND m.quote IN (FROM stable) AND $currency IN (FROM stable) THEN 1.0::DOUBLE
      ELSE r.rate END AS rate
  FROM symbol_map m LEFT JOIN currency_rate r ON r.currency = m.quote
)
SELECT * FROM rated WHERE rate IS NOT NULL
