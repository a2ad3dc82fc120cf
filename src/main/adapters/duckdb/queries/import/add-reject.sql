-- Records one refused row.
INSERT INTO reject (source_id, line, place, column_name, raw, reason, message) VALUES ($source_id, $line, $place, $column_name, $raw, $reason, $message)
