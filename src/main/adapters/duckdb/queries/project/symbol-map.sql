-- Grain: one spelling and the instrument it stands for. Order: instrument, symbol.
SELECT symbol, instrument, base, quote, kind, edited FROM symbol_map ORDER BY instrument, symbol
