-- Grain: one fill with the pair it belongs to and, of a matched pair, its first live fill in UTC microseconds. Direct pairs of evaluated days only.
CREATE OR REPLACE TEMP VIEW pair_fill AS
SELECT pair_id::BIGINT AS pair_id, pair_id::BIGINT AS fill_row, live_t::BIGINT AS live_t FROM direct_pair
UNION ALL SELECT pair_id::BIGINT, backtest_row::BIGINT, live_t::BIGINT FROM direct_pair
UNION ALL
SELECT p.pair_id, f.fill_row, CASE WHEN l.kind = 'matched' THEN l.live_t END
FROM pairing p JOIN composite c USING (composite_id) JOIN loose_pair l USING (pair_id) JOIN loose_fill f ON f.key = c.key AND f.origin = c.origin
