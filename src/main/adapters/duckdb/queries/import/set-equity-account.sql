-- Says whose the unnamed values of a file are.
UPDATE equity SET account = $account WHERE source_id = $source_id AND account IS NULL
