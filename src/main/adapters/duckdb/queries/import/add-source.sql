-- Records one imported file.
INSERT INTO source_file (source_id, role, path, sha256, bytes, format, mapping, answers, time_offset_us, stamp, timeframe_us, rows_read, rows_accepted, rows_rejected, notes, imported_at)
VALUES ($source_id, $role, $path, $sha256, $bytes, $format, $mapping, $answers, $time_offset_us, $stamp, $timeframe_us, $rows_read, $rows_read - $rows_rejected, $rows_rejected, $notes, make_timestamp($imported_us::BIGINT))
