-- Adds the staged rows of one file.
INSERT INTO uptime_check SELECT $source_id, make_timestamp(t::BIGINT), status, seconds, service
FROM staged_uptime_check
