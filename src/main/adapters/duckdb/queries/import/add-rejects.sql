-- Records refused rows, given as a JSON list of {line, place, column, raw, reason, message}.
INSERT INTO reject (source_id, line, place, column_name, raw, reason, message)
SELECT $source_id, r.line, r.place, r."column", r.raw, r.reason, r.message
FROM (SELECT unnest(from_json($rows,
  '[{"line":"DOUBLE","place":"VARCHAR","column":"VARCHAR","raw":"VARCHAR","reason":"VARCHAR","message":"VARCHAR"}]')) AS r)
