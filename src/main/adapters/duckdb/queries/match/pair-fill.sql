-- Grain: one fill with the pair it belongs to.
CREATE OR REPLACE TEMP VIEW pair_fill AS
SELECT pair_id::BIGINT AS pair_id, pair_id::BIGINT AS fill_row FROM direct_pair
UNION ALL SELECT pair_id::BIGINT, backtest_row::BIGINT FROM direct_pair
UNION ALL SELECT p.pair_id, f.fill_row FROM pairing p JOIN composite c USING (composite_id) JOIN loose_fill f ON f.key = c.key AND f.origin = c.origin
