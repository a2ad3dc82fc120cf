-- Grain: one fill of no direct pair.
CREATE OR REPLACE TEMP TABLE loose_row (fill_row UINTEGER)
