-- Makes an empty staging table for rows read from one file; times in UTC microseconds.
CREATE OR REPLACE TEMP TABLE staged_incident (id VARCHAR, severity VARCHAR, raised DOUBLE, acked DOUBLE, resolved DOUBLE, service VARCHAR, ack_recorded BOOLEAN)
