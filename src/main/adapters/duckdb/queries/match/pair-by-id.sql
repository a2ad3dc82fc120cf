-- Pass 1: the same signal or order id on both sides, same strategy, instrument and side, unless the user parted them. Score: seconds apart.
INSERT INTO pairing
WITH same AS (
  SELECT l.composite_id AS live_id, b.composite_id AS backtest_id, abs(l.first_t - b.first_t) / 1e6 AS seconds
  FROM composite l JOIN composite b USING (key)
  WHERE l.origin = 'live' AND b.origin = 'backtest'
    AND l.composite_id NOT IN (SELECT composite_id FROM pairing) AND b.composite_id NOT IN (SELECT composite_id FROM pairing)
    AND (l.instrument, l.intent, b.intent) NOT IN (SELECT (instrument, live_intent, backtest_intent) FROM match_override)
)
SELECT unnest([live_id, backtest_id]), live_id, 'id', seconds FROM same
