-- Grain: one check. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT epoch_us(t)::DOUBLE AS t, status, seconds, service
FROM uptime_check
QUALIFY source_id = max(source_id) OVER (PARTITION BY service, t)
ORDER BY t, service, status
