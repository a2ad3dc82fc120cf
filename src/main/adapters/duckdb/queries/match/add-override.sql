-- Records the user's word on one possible pair.
INSERT INTO match_override (action, instrument, live_intent, backtest_intent) VALUES ($action, $instrument, $live_intent, $backtest_intent)
