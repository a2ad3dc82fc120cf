-- Grain: one row per source of the marks that value a position held at the end of an evaluated day, on either side: what is left of more
-- than 1e-9 of what was turned over so far. A mark of an instrument nobody holds moves no P&L.
SELECT m.source, count(*) AS marks
FROM mark m
JOIN evaluated_day USING (day)
ASOF JOIN held_position h ON h.instrument = m.instrument AND h.day <= m.day
WHERE greatest(abs(h.live), abs(h.backtest)) > 1e-9 * h.turned
GROUP BY m.source ORDER BY m.source
