-- Grain: one row: the id of the next source file.
SELECT nextval('source_file_seq')::INTEGER AS id
