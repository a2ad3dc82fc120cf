-- Records that an alert was taken by its channel.
UPDATE outbox SET delivered_us = $at_us, attempts = attempts + 1, last_error = NULL WHERE day = $day AND revision = $revision AND channel = $channel
