-- Pass 0: pairs the user pinned, where both composites are loaded.
INSERT INTO pairing
WITH pinned AS (
  SELECT min(l.composite_id) AS live_id, min(b.composite_id) AS backtest_id
  FROM match_override o
  JOIN composite l ON l.origin = 'live' AND l.instrument = o.instrument AND l.intent = o.live_intent
  JOIN composite b ON b.origin = 'backtest' AND b.instrument = o.instrument AND b.intent = o.backtest_intent AND b.side = l.side
  WHERE o.action = 'pin' GROUP BY o.instrument, o.live_intent, o.backtest_intent
)
SELECT unnest([live_id, backtest_id]), live_id, 'pinned', NULL FROM pinned
