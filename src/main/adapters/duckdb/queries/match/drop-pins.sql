-- Takes back pins that either composite has with others.
DELETE FROM match_override WHERE action = 'pin' AND instrument = $instrument
  AND (live_intent = $live_intent OR backtest_intent = $backtest_intent)
