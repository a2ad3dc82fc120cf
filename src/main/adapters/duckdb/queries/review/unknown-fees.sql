-- Grain: one fee currency of fills whose fee could not be turned into money: fills and the sum of their fees in that currency. Order: currency.
SELECT f.origin::VARCHAR AS origin, coalesce(f.fee_currency, '') AS currency, count(*) AS fills, sum(f.fee) AS fee
FROM fill f JOIN traded_symbol m USING (symbol) LEFT JOIN currency_rate r ON r.currency = f.fee_currency
WHERE f.fee IS NOT NULL AND f.fee_currency IS NOT NULL AND f.fee_currency NOT IN (coalesce(m.quote, ''), coalesce(m.base, ''), $currency) AND r.rate IS NULL
GROUP BY ALL ORDER BY origin, currency
