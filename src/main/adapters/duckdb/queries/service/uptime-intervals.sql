-- Grain: one stretch of time; end NULL: not over; seconds NULL: its status all the time, else for so long at a time within it nobody recorded.
-- Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT epoch_us(t_start)::DOUBLE AS "start", epoch_us(t_end)::DOUBLE AS "end", status, seconds, service
FROM uptime_interval
QUALIFY source_id = max(source_id) OVER (PARTITION BY service, t_start, seconds IS NULL)
ORDER BY t_start, service, status
