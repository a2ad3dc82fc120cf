-- Grain: one possible pair inside (strategy, instrument, side) and the time gate. cost = |dt| / 60 s + |ln(q_live / q_backtest)|.
SELECT l.number AS live, b.number AS backtest,
  abs(l.first_t - b.first_t) / 60e6 + abs(ln(l.qty / b.qty)) AS cost
FROM open_composite l
JOIN open_composite b ON l.strategy = b.strategy AND l.instrument = b.instrument AND l.side = b.side
  AND l.first_t BETWEEN b.first_t - $gate_us AND b.first_t + $gate_us
WHERE l.origin = 'live' AND b.origin = 'backtest'
  AND (l.instrument, l.intent, b.intent) NOT IN (SELECT (instrument, live_intent, backtest_intent) FROM match_override)
ORDER BY live, backtest
