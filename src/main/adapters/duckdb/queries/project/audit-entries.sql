-- Grain: one audit entry. at_us is UTC microseconds. Order: as appended.
SELECT seq, at_us, kind, body, previous_hash, hash FROM audit ORDER BY seq
