-- Grain: one instrument of the executed orders with its code. Order: code.
SELECT DISTINCT symbol::DOUBLE AS code, instrument::VARCHAR AS instrument FROM executed_order ORDER BY 1
