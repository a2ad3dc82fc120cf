-- Grain: one row per file already loaded with this content and role.
SELECT path FROM source_file WHERE sha256 = $sha256 AND role = $role ORDER BY source_id
