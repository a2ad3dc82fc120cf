-- Appends one audit entry.
INSERT INTO audit (seq, at_us, kind, body, previous_hash, hash) VALUES ($seq, $at_us, $kind, $body, $previous_hash, $hash)
