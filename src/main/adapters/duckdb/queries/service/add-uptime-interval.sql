-- Adds the staged rows of one file.
INSERT INTO uptime_interval SELECT $source_id, make_timestamp(t_start::BIGINT), make_timestamp(t_end::BIGINT), status, service
FROM staged_uptime_interval
