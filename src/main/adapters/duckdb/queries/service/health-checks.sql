-- Grain: one health check. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT epoch_us(t)::DOUBLE AS t, version, name, status
FROM health_check
QUALIFY source_id = max(source_id) OVER (PARTITION BY version, name, t)
ORDER BY health_check.t, version, name
