-- Keeps what was made of the last review; the one before of its kind is replaced.
INSERT OR REPLACE INTO daily_part (kind, made_for, document) VALUES ($kind, $made_for, $document)
