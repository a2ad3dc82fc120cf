-- Grain: one role that a loaded file has. Order: role.
SELECT DISTINCT role FROM source_file ORDER BY role
