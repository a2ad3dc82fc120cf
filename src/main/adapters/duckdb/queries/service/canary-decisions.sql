-- Grain: one change of a canary's decision that is in the audit log. Order: time.
SELECT t, state, decision, binding FROM canary_decision WHERE deployment = $deployment ORDER BY t
