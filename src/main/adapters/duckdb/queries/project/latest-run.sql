-- Grain: at most one row: the last review run.
SELECT run_id, settings, review FROM run ORDER BY run_id DESC LIMIT 1
