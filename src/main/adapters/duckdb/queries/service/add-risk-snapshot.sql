-- Adds the staged rows of one file.
INSERT INTO risk_snapshot SELECT $source_id, make_timestamp(t::BIGINT), version, drawdown, shortfall, allocated
FROM staged_risk_snapshot
