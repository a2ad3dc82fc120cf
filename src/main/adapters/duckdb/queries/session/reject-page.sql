-- Grain: one refused row with its file; total = refused rows in all. Order: file, line, place.
SELECT s.path, r.line, r.place, r.column_name, r.raw, r.reason, r.message, count(*) OVER () AS total
FROM reject r JOIN source_file s USING (source_id)
ORDER BY r.source_id, r.line, r.place
LIMIT $limit::BIGINT OFFSET $after::BIGINT
