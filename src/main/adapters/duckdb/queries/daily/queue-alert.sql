-- Queues one alert; the same day, revision and channel again is a no-op.
INSERT OR IGNORE INTO outbox (day, revision, channel, message, attempts, next_try_us) VALUES ($day, $revision, $channel, $message, 0, 0)
