-- Takes back the user's word on one possible pair.
DELETE FROM match_override WHERE instrument = $instrument AND live_intent = $live_intent AND backtest_intent = $backtest_intent
