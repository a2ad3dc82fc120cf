-- Grain: one audit entry of the wanted kind (NULL: any), newest first, with the number of all such entries. at is ISO 8601 UTC.
SELECT seq, strftime(make_timestamp(at_us::BIGINT), '%Y-%m-%dT%H:%M:%SZ') AS at, kind, body, hash, count(*) OVER () AS total
FROM audit WHERE $kind::VARCHAR IS NULL OR kind = $kind
ORDER BY seq DESC LIMIT $limit::BIGINT OFFSET $after::BIGINT
