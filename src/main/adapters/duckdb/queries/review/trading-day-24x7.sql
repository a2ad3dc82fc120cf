-- The trading day of an instant: its UTC date.
CREATE OR REPLACE TEMP MACRO trading_day(t) AS CAST(t AS DATE)
