-- Grain: one instrument and evaluated day with both marks: the move since the trading day before.
CREATE OR REPLACE TEMP TABLE mark_move AS
SELECT m.instrument, m.day, m.price, m.source, p.price AS prior_price, m.price - p.price AS move
FROM mark m JOIN evaluated_day d ON d.day = m.day JOIN mark p ON p.instrument = m.instrument AND p.day = d.prior_day
