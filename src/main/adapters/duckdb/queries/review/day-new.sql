-- Grain: one evaluated day: P&L difference of the fills dated that day, of pairs that are not direct, by cause, in money. Order: day.
SELECT d.day::VARCHAR AS day,
  coalesce(sum(alpha), 0) AS alpha, coalesce(sum(sizing), 0) AS sizing, coalesce(sum(timing), 0) AS timing,
  coalesce(sum(slippage), 0) AS slippage, coalesce(sum(fees), 0) AS fees, coalesce(sum(price), 0) AS price
FROM evaluated_day d LEFT JOIN loose_pair_day p USING (day)
GROUP BY d.day ORDER BY d.day
