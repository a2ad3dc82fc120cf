-- Grain: one row: fills left out because their quote currency cannot be converted.
SELECT count(*) AS fills FROM fill f JOIN symbol_map m USING (symbol) WHERE m.quote IS NOT NULL AND m.quote <> $currency
