-- Stores a scenario under its name and version; a version is never replaced.
INSERT INTO scenario VALUES ($name, $version, $seed, $draws, $params, $source, $note, make_timestamp($saved_us::BIGINT))
