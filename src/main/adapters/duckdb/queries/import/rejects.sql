-- Grain: one refused row with its file. Order: file, line.
SELECT s.path, r.line, r.place, r.column_name, r.raw, r.reason, r.message
FROM reject r JOIN source_file s USING (source_id) ORDER BY r.source_id, r.line, r.place
