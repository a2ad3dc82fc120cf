-- Makes an empty staging table for rows read from one file; times in UTC microseconds.
CREATE OR REPLACE TEMP TABLE staged_health_check (t DOUBLE, version VARCHAR, name VARCHAR, status VARCHAR)
