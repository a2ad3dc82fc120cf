-- Grain: at most one row: what was made of a kind for this very review and these settings.
SELECT document FROM daily_part WHERE kind = $kind AND made_for = $made_for
