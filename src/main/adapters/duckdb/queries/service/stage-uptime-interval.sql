-- Makes an empty staging table for rows read from one file; times in UTC microseconds.
CREATE OR REPLACE TEMP TABLE staged_uptime_interval (t_start DOUBLE, t_end DOUBLE, status VARCHAR, seconds DOUBLE, service VARCHAR)
