-- What the daily job made of its last review beside the review itself, so that a run after a kill makes it again only where it must.
-- One row a kind: 'pairs' (document: where pairs.csv was written), 'simulation' (document: JSON). made_for says what it was made of.
CREATE TABLE daily_part (
  kind VARCHAR PRIMARY KEY,
  made_for VARCHAR NOT NULL,
  document VARCHAR NOT NULL
);
