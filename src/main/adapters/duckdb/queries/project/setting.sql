-- Grain: one row when the setting was given.
SELECT value FROM project_setting WHERE key = $key
