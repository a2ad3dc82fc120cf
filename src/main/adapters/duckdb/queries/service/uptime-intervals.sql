-- Grain: one stretch of time; end NULL: not over. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT epoch_us(t_start)::DOUBLE AS "start", epoch_us(t_end)::DOUBLE AS "end", status, service
FROM uptime_interval
QUALIFY source_id = max(source_id) OVER (PARTITION BY service, t_start)
ORDER BY t_start, service, status
