-- One order book as it was shown: each side best first, at most ten levels; a side's prices and quantities are lists of one length.
CREATE TABLE book (
  source_id INTEGER NOT NULL,
  symbol VARCHAR NOT NULL,
  t TIMESTAMP NOT NULL,
  bid DOUBLE[] NOT NULL,
  bid_qty DOUBLE[] NOT NULL,
  ask DOUBLE[] NOT NULL,
  ask_qty DOUBLE[] NOT NULL
);
