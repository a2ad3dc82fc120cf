-- Makes an empty staging table for rows read from one file; times in UTC microseconds.
CREATE OR REPLACE TEMP TABLE staged_risk_snapshot (t DOUBLE, version VARCHAR, drawdown DOUBLE, shortfall DOUBLE, allocated DOUBLE)
