-- The tables of a parity project. Times are UTC TIMESTAMP (microseconds); money, price and quantity are DOUBLE.
CREATE TYPE origin AS ENUM ('live', 'backtest');

CREATE SEQUENCE source_file_seq START 1;

CREATE TABLE project_setting (
  key VARCHAR PRIMARY KEY,
  value VARCHAR NOT NULL
);

-- One imported file; rows_accepted + rows_rejected = rows_read.
CREATE TABLE source_file (
  source_id INTEGER PRIMARY KEY DEFAULT nextval('source_file_seq'),
  role VARCHAR NOT NULL,
  path VARCHAR NOT NULL,
  sha256 VARCHAR NOT NULL,
  bytes DOUBLE NOT NULL,
  format VARCHAR NOT NULL,
  mapping VARCHAR,
  answers VARCHAR NOT NULL,
  time_offset_us DOUBLE NOT NULL DEFAULT 0,
  stamp VARCHAR NOT NULL DEFAULT 'event',
  timeframe_us DOUBLE,
  rows_read DOUBLE NOT NULL,
  rows_accepted DOUBLE NOT NULL,
  rows_rejected DOUBLE NOT NULL,
  notes VARCHAR NOT NULL DEFAULT '[]',
  imported_at TIMESTAMP NOT NULL
);

-- One refused row: line is the 1-based physical line (the header is 1), place the table or path where there are no lines.
CREATE TABLE reject (
  source_id INTEGER NOT NULL,
  line DOUBLE,
  place VARCHAR,
  column_name VARCHAR,
  raw VARCHAR,
  reason VARCHAR NOT NULL,
  message VARCHAR NOT NULL
);

-- The instrument a symbol's spelling stands for; proposed on import, editable.
CREATE TABLE symbol_map (
  symbol VARCHAR PRIMARY KEY,
  instrument VARCHAR NOT NULL,
  base VARCHAR,
  quote VARCHAR,
  kind VARCHAR NOT NULL,
  edited BOOLEAN NOT NULL DEFAULT false
);

-- One execution. side is +1 buy, -1 sell; fee is positive when charged, NULL when unknown, in fee_currency (NULL: the quote currency).
CREATE TABLE fill (
  source_id INTEGER NOT NULL,
  origin origin NOT NULL,
  fill_id VARCHAR,
  order_id VARCHAR,
  signal_id VARCHAR,
  strategy VARCHAR,
  version VARCHAR,
  account VARCHAR,
  trip_id VARCHAR,
  symbol VARCHAR NOT NULL,
  side TINYINT NOT NULL,
  qty DOUBLE NOT NULL,
  price DOUBLE NOT NULL,
  fee DOUBLE,
  fee_currency VARCHAR,
  liquidity VARCHAR,
  order_type VARCHAR,
  limit_price DOUBLE,
  t_signal TIMESTAMP,
  t_sent TIMESTAMP,
  t_ack TIMESTAMP,
  t_fill TIMESTAMP NOT NULL,
  arrival_mid DOUBLE,
  fill_mid DOUBLE,
  spread_bps DOUBLE,
  volatility_daily DOUBLE,
  adv DOUBLE,
  depth_qty DOUBLE,
  multiplier DOUBLE
);

-- One order as sent, filled or not.
CREATE TABLE trade_order (
  source_id INTEGER NOT NULL,
  origin origin NOT NULL,
  order_id VARCHAR NOT NULL,
  signal_id VARCHAR,
  strategy VARCHAR,
  version VARCHAR,
  trip_id VARCHAR,
  symbol VARCHAR NOT NULL,
  side TINYINT NOT NULL,
  qty DOUBLE NOT NULL,
  order_type VARCHAR,
  limit_price DOUBLE,
  status VARCHAR NOT NULL,
  filled_qty DOUBLE,
  t_signal TIMESTAMP,
  t_sent TIMESTAMP,
  t_ack TIMESTAMP,
  t_final TIMESTAMP
);

-- Funding, borrow, dividend and other cash; positive = received, in the reporting currency.
CREATE TABLE cash (
  source_id INTEGER NOT NULL,
  origin origin NOT NULL,
  t TIMESTAMP NOT NULL,
  symbol VARCHAR,
  kind VARCHAR NOT NULL,
  amount DOUBLE NOT NULL
);

-- Opening positions: signed quantity held before the first record of its origin.
CREATE TABLE position (
  source_id INTEGER NOT NULL,
  origin origin NOT NULL,
  symbol VARCHAR NOT NULL,
  qty DOUBLE NOT NULL,
  mark DOUBLE
);

CREATE TABLE quote (
  source_id INTEGER NOT NULL,
  symbol VARCHAR NOT NULL,
  t TIMESTAMP NOT NULL,
  bid DOUBLE NOT NULL,
  ask DOUBLE NOT NULL,
  bid_qty DOUBLE,
  ask_qty DOUBLE
);

-- t is the bar's start, t_end the instant it is complete.
CREATE TABLE bar (
  source_id INTEGER NOT NULL,
  symbol VARCHAR NOT NULL,
  t TIMESTAMP NOT NULL,
  t_end TIMESTAMP NOT NULL,
  open DOUBLE NOT NULL,
  high DOUBLE NOT NULL,
  low DOUBLE NOT NULL,
  close DOUBLE NOT NULL,
  volume DOUBLE
);

-- Net asset value; flow is external money since the previous row, positive = paid in.
CREATE TABLE equity (
  source_id INTEGER NOT NULL,
  origin origin NOT NULL,
  t TIMESTAMP NOT NULL,
  nav DOUBLE NOT NULL,
  flow DOUBLE
);

-- One evaluation of the project: settings, inputs and the whole review document.
CREATE SEQUENCE run_seq START 1;
CREATE TABLE run (
  run_id INTEGER PRIMARY KEY DEFAULT nextval('run_seq'),
  ran_at TIMESTAMP NOT NULL,
  version VARCHAR NOT NULL,
  settings VARCHAR NOT NULL,
  inputs VARCHAR NOT NULL,
  review VARCHAR NOT NULL
);

-- What one unit of a currency is worth in the reporting currency; given by the user.
CREATE TABLE currency_rate (
  currency VARCHAR PRIMARY KEY,
  rate DOUBLE NOT NULL
);
