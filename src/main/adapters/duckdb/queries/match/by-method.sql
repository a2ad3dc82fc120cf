-- Grain: one row per method of the pairs with fills on the evaluated days. Order: method.
SELECT method, count(*) AS pairs FROM pair WHERE pair_id IN (SELECT pair_id FROM evaluated_pair) GROUP BY method ORDER BY method
