-- Service levels, canaries and the daily job. Times are UTC TIMESTAMP (microseconds); shares are fractions; money is positive for a loss.

-- One check; seconds is how long the status lasted within its slot (NULL: all of it).
CREATE TABLE uptime_check (
  source_id INTEGER NOT NULL,
  t TIMESTAMP NOT NULL,
  status VARCHAR NOT NULL,
  seconds DOUBLE,
  service VARCHAR
);

-- One stretch of time; t_end NULL: not over when the file was written.
CREATE TABLE uptime_interval (
  source_id INTEGER NOT NULL,
  t_start TIMESTAMP NOT NULL,
  t_end TIMESTAMP,
  status VARCHAR NOT NULL,
  service VARCHAR
);

-- One incident or alert; acked and resolved NULL: not yet. ack_recorded false: its source keeps no acknowledgements.
CREATE TABLE incident (
  source_id INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  severity VARCHAR,
  raised TIMESTAMP NOT NULL,
  acked TIMESTAMP,
  resolved TIMESTAMP,
  service VARCHAR,
  ack_recorded BOOLEAN NOT NULL
);

CREATE TABLE health_check (
  source_id INTEGER NOT NULL,
  t TIMESTAMP NOT NULL,
  version VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  status VARCHAR NOT NULL
);

CREATE TABLE risk_snapshot (
  source_id INTEGER NOT NULL,
  t TIMESTAMP NOT NULL,
  version VARCHAR NOT NULL,
  drawdown DOUBLE NOT NULL,
  shortfall DOUBLE NOT NULL,
  allocated DOUBLE NOT NULL
);

-- One stage of one deployment.
CREATE TABLE deployment_stage (
  source_id INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  control_version VARCHAR,
  stage VARCHAR NOT NULL,
  started TIMESTAMP NOT NULL,
  traffic DOUBLE,
  risk_limit DOUBLE,
  ended TIMESTAMP,
  outcome VARCHAR
);

-- Each change of a canary's decision that was put into the audit log, so that a replay writes none twice.
CREATE TABLE canary_decision (
  deployment VARCHAR NOT NULL,
  t VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  decision VARCHAR NOT NULL,
  binding VARCHAR NOT NULL,
  PRIMARY KEY (deployment, t, state, decision, binding)
);

-- What the daily job judged of one day; one row a day, replaced when corrected files change it (revision counts how often).
CREATE TABLE verdict (
  day VARCHAR PRIMARY KEY,
  run_id INTEGER NOT NULL,
  judged_at TIMESTAMP NOT NULL,
  band VARCHAR,
  action VARCHAR,
  streak INTEGER NOT NULL,
  transition VARCHAR NOT NULL,
  revision INTEGER NOT NULL
);

-- The action document handed over for one day (JSON, parity.action/1).
CREATE TABLE action (
  day VARCHAR PRIMARY KEY,
  document VARCHAR NOT NULL
);

-- Alerts on their way: one row per day, revision and channel, kept until delivered. message is JSON and names no secret.
CREATE TABLE outbox (
  day VARCHAR NOT NULL,
  revision INTEGER NOT NULL,
  channel VARCHAR NOT NULL,
  message VARCHAR NOT NULL,
  attempts INTEGER NOT NULL,
  next_try_us DOUBLE NOT NULL,
  delivered_us DOUBLE,
  last_error VARCHAR,
  PRIMARY KEY (day, revision, channel)
);
