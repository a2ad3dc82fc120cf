-- Sets of simulator parameters, by name and version: never changed, never replaced. params is JSON, complete; note says where a fitted set comes from.
CREATE TABLE scenario (
  name VARCHAR NOT NULL,
  version INTEGER NOT NULL,
  seed DOUBLE NOT NULL,
  draws INTEGER NOT NULL,
  params VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  note VARCHAR NOT NULL,
  saved_at TIMESTAMP NOT NULL,
  PRIMARY KEY (name, version)
);
