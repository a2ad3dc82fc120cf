-- Records one review run.
INSERT INTO run (ran_at, version, settings, inputs, review) VALUES (make_timestamp($ran_us::BIGINT), $version, $settings, $inputs, $review)
