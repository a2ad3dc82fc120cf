-- Grain: one row per strategy name and origin that has fills. Order: origin, strategy.
SELECT origin::VARCHAR AS origin, strategy, count(*) AS fills FROM fill GROUP BY ALL ORDER BY 1, 2
