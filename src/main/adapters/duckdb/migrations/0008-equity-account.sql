-- Whose value a row of equity is. Values of several accounts add up; NULL: loaded before accounts were told apart.
ALTER TABLE equity ADD COLUMN account VARCHAR;
