-- Adds the staged rows of one file.
INSERT INTO health_check SELECT $source_id, make_timestamp(t::BIGINT), version, name, status
FROM staged_health_check
