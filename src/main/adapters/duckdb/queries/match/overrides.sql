-- Grain: one word of the user on a possible pair. Order: instrument, intents.
SELECT action, instrument, live_intent, backtest_intent FROM match_override ORDER BY instrument, live_intent, backtest_intent
