-- Makes an empty staging table for rows read from one file; times in UTC microseconds.
CREATE OR REPLACE TEMP TABLE staged_deployment_stage (id VARCHAR, version VARCHAR, control_version VARCHAR, stage VARCHAR, started DOUBLE, traffic DOUBLE, risk_limit DOUBLE, ended DOUBLE, outcome VARCHAR)
