-- Records that an alert was not taken, why, and when to try again (UTC microseconds).
UPDATE outbox SET attempts = attempts + 1, next_try_us = $next_try_us, last_error = $error WHERE day = $day AND revision = $revision AND channel = $channel
