-- Grain: one loaded file of this size and role. Order: as loaded.
SELECT path, sha256 FROM source_file WHERE bytes = $bytes AND role = $role ORDER BY source_id
