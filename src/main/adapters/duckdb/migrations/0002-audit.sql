-- What was decided and done: append-only, each entry's hash covers the entry before it. Verified by the audit use case.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at_us DOUBLE NOT NULL,
  kind VARCHAR NOT NULL,
  body VARCHAR NOT NULL,
  previous_hash VARCHAR NOT NULL,
  hash VARCHAR NOT NULL
);

-- The user's word on matching, by the intent of the composites it concerns. 'pin' pairs the two, 'unpin' forbids the pair.
CREATE TABLE match_override (
  action VARCHAR NOT NULL,
  instrument VARCHAR NOT NULL,
  live_intent VARCHAR NOT NULL,
  backtest_intent VARCHAR NOT NULL,
  PRIMARY KEY (instrument, live_intent, backtest_intent)
);
