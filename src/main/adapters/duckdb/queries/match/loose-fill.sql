-- Grain: one fill of no direct pair, as priced_fill has it: what the passes of matching are for.
CREATE OR REPLACE TEMP TABLE loose_fill AS SELECT * FROM priced_fill SEMI JOIN loose_row USING (fill_row)
