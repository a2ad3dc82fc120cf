-- Grain: one alert not yet delivered. next_try_us in UTC microseconds. Order: oldest first.
SELECT day, revision, channel, message, attempts, next_try_us, last_error FROM outbox WHERE delivered_us IS NULL ORDER BY day, revision, channel
