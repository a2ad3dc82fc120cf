-- Grain: one row: how many composites the passes of matching have to pair.
SELECT count(*) AS composites FROM composite
