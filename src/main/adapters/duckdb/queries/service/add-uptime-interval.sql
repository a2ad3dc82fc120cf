-- Adds the staged rows of one file.
INSERT INTO uptime_interval (source_id, t_start, t_end, status, seconds, service)
SELECT $source_id, make_timestamp(t_start::BIGINT), make_timestamp(t_end::BIGINT), status, seconds, service
FROM staged_uptime_interval
