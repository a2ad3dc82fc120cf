-- Seconds of a stretch in its status at an unknown time within it, the rest being up; NULL: all of the stretch.
ALTER TABLE uptime_interval ADD COLUMN seconds DOUBLE;
