-- Remembers one change of a canary's decision as audited.
INSERT INTO canary_decision (deployment, t, state, decision, binding) VALUES ($deployment, $t, $state, $decision, $binding)
