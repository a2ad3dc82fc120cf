-- Grain: one composite that has been paired; pair_id joins the two sides.
CREATE OR REPLACE TEMP TABLE pairing (composite_id BIGINT, pair_id BIGINT, method VARCHAR, score DOUBLE)
