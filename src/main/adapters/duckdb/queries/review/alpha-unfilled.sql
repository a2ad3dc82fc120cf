-- Grain: one row: the part of alpha, in money, of fills whose other side sent an order that was never filled.
SELECT coalesce(sum(d.alpha), 0) AS alpha FROM loose_pair_day d JOIN loose_pair p USING (pair_id) WHERE p.method = 'unfilled'
