-- Adds the staged rows of one file.
INSERT INTO incident SELECT $source_id, id, severity, make_timestamp(raised::BIGINT), make_timestamp(acked::BIGINT), make_timestamp(resolved::BIGINT), service, ack_recorded
FROM staged_incident
