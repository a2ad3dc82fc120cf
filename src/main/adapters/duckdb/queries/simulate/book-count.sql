-- Grain: one row, the number of books loaded.
SELECT count(*)::DOUBLE AS books FROM book
