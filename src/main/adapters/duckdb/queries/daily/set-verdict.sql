-- Records the verdict of one day; a revised one replaces it.
INSERT OR REPLACE INTO verdict (day, run_id, judged_at, band, action, streak, transition, revision)
VALUES ($day, $run_id, make_timestamp($judged_us::BIGINT), $band, $action, $streak, $transition, $revision)
