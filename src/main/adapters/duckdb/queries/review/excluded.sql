-- Grain: one quote currency that cannot be converted, with the fills left out for it. Order: most fills first.
SELECT m.quote AS currency, count(*) AS fills
FROM fill f JOIN symbol_map m USING (symbol)
WHERE f.symbol NOT IN (SELECT symbol FROM traded_symbol)
GROUP BY m.quote ORDER BY fills DESC, currency
