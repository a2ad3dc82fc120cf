-- Grain: one row: the audit entry of the last review, and of the last change to anything a review stands on (0: none).
SELECT coalesce(max(seq) FILTER (kind = 'review'), 0)::INTEGER AS reviewed,
  coalesce(max(seq) FILTER (kind IN ('import', 'match-override', 'symbol-map', 'rates', 'settings')), 0)::INTEGER AS changed
FROM audit
