-- Grain: one symbol: P&L difference over the days [$from, $to] of positions that earlier days left, by cause, in money. Order: symbol.
SELECT v.instrument::VARCHAR AS symbol,
  sum(alpha * move) AS alpha, sum(sizing * move) AS sizing, sum(timing * move) AS timing, sum(fees * move) AS fees, sum(c.price * move) AS price
FROM mark_move v JOIN position_cause c ON c.instrument = v.instrument AND c.day < v.day
WHERE v.day BETWEEN $from::DATE AND $to::DATE
GROUP BY v.instrument ORDER BY v.instrument
