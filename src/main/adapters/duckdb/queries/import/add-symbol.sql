-- Adds the proposed instrument of one spelling.
INSERT INTO symbol_map (symbol, instrument, base, quote, kind) VALUES ($symbol, $instrument, $base, $quote, $kind)
