-- Pass 3: writes the chosen assignment as pairs.
INSERT INTO pairing
WITH joined AS (
  SELECT l.composite_id AS live_id, b.composite_id AS backtest_id, c.cost, c.greedy
  FROM chosen c
  JOIN open_composite l ON l.origin = 'live' AND l.number = c.live
  JOIN open_composite b ON b.origin = 'backtest' AND b.number = c.backtest
)
SELECT unnest([live_id, backtest_id]), live_id, CASE WHEN greedy THEN 'time-greedy' ELSE 'time' END, cost FROM joined
