-- Grain: one row per source of the evaluated days' marks that value a held or traded position.
SELECT source, count(*) AS marks FROM mark JOIN evaluated_day USING (day) GROUP BY source ORDER BY source
