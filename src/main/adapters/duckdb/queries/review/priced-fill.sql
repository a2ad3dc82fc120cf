-- Grain: one fill with its mid at the fill, where the file gives it; no market data is loaded.
CREATE OR REPLACE TEMP VIEW priced_fill AS SELECT *, fill_mid AS mid FROM review_fill
