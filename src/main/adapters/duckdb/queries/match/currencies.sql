-- Grain: one row per quote currency of the instruments traded, most fills first. A symbol without one (AAPL) has the currency of its fees; those
-- come after the currencies of quotes.
SELECT coalesce(m.quote, f.fee_currency) AS quote, count(*) AS fills
FROM fill f JOIN symbol_map m USING (symbol)
GROUP BY 1 ORDER BY bool_or(m.quote IS NOT NULL) DESC, fills DESC, quote
