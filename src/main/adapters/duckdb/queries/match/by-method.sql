-- Grain: one row per method of the pairs with fills on the evaluated days. Order: method.
SELECT method, count(*) AS pairs FROM evaluated_pair GROUP BY method ORDER BY method
