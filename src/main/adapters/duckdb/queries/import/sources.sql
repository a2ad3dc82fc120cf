-- Grain: one imported file. Order: as imported.
SELECT source_id, role, path, sha256, bytes, format, rows_read, rows_accepted, rows_rejected, notes, strftime(imported_at, '%Y-%m-%dT%H:%M:%SZ') AS imported_at
FROM source_file ORDER BY source_id
