-- Grain: one row: how many instruments the project knows.
SELECT len(enum_range(NULL::traded_instrument)) AS instruments
