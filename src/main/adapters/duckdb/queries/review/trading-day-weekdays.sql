-- The trading day of an instant, Monday to Friday: the UTC date, weekends rolled to Monday.
CREATE OR REPLACE TEMP MACRO trading_day(t) AS CAST(t AS DATE) + CASE isodow(CAST(t AS DATE)) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END
