-- Grain: one row per origin and status of the orders known to have been sent. Order: origin, status.
SELECT origin::VARCHAR AS origin, status, count(*) AS orders FROM trade_order GROUP BY ALL ORDER BY 1, 2
