-- Grain: one key whose fills the user has a word on, so that they go through the passes of matching.
CREATE OR REPLACE TEMP TABLE apart_key AS
WITH named AS (SELECT instrument, unnest([live_intent, backtest_intent]) AS intent FROM match_override)
SELECT DISTINCT f.key FROM named n JOIN review_fill f ON f.intent = n.intent AND f.instrument::VARCHAR = n.instrument
