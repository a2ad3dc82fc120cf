-- Grain: one mark of an evaluated day, as columns: the instrument's number, days since 1970-01-01, the price.
SELECT enum_code(instrument)::DOUBLE AS instrument, (day - DATE '1970-01-01')::DOUBLE AS day, price FROM mark JOIN evaluated_day USING (day)
