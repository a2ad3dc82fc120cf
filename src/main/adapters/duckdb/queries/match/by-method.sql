-- Grain: one row per method of the pairs that are not direct, with fills on the evaluated days.
SELECT method, count(*) AS pairs FROM loose_pair
WHERE pair_id IN (SELECT pair_id FROM pair_leg JOIN evaluated_day USING (day))
GROUP BY method
