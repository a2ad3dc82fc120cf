-- Grain: one row per quote currency of the instruments traded, most fills first.
SELECT m.quote, count(*) AS fills
FROM fill f JOIN symbol_map m USING (symbol)
GROUP BY m.quote ORDER BY fills DESC, m.quote
