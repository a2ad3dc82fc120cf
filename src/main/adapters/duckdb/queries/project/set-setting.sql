-- Sets one project setting, JSON text.
INSERT OR REPLACE INTO project_setting (key, value) VALUES ($key, $value)
