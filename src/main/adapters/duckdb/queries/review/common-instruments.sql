-- Grain: one row: how many instruments both sides trade.
SELECT count(*) AS instruments FROM (
  SELECT instrument FROM review_fill GROUP BY instrument HAVING count(DISTINCT origin) = 2
)
