-- Grain: one key whose fills are not just one live and one backtest fill of the same trading day outside round trips, or that the user has a
-- word on: what the passes of matching are for.
CREATE OR REPLACE TEMP TABLE loose_key AS
SELECT key FROM review_fill GROUP BY key
HAVING count(*) <> 2 OR min(origin) = max(origin) OR min(day) <> max(day) OR count(trip_id) > 0
UNION
SELECT key FROM review_fill
WHERE (instrument, intent) IN (
  SELECT (instrument, unnest([live_intent, backtest_intent])) FROM match_override
)
