-- Grain: one row: how many fills are reviewed, and of how many instruments the project knows.
SELECT (SELECT count(*) FROM review_fill) AS fills, len(enum_range(NULL::traded_instrument)) AS instruments
