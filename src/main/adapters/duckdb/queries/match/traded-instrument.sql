-- The instruments of the project as one small type, so that grouping and joining by instrument needs no text.
CREATE OR REPLACE TEMP TYPE traded_instrument AS ENUM (SELECT DISTINCT instrument FROM symbol_map ORDER BY instrument)
