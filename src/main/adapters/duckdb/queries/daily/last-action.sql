-- Grain: at most one row: the action document of the last judged day.
SELECT day, document FROM action ORDER BY day DESC LIMIT 1
