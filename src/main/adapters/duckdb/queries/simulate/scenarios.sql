-- Grain: one stored version of a scenario. source: user or calibration. Order: name, newest version first.
SELECT name, version, seed, draws, params, source, note, strftime(saved_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS saved_at FROM scenario ORDER BY name, version DESC
