-- Says which instrument a spelling stands for; the user's word replaces the proposal.
INSERT OR REPLACE INTO symbol_map (symbol, instrument, base, quote, kind, edited) VALUES ($symbol, $instrument, $base, $quote, $kind, true)
