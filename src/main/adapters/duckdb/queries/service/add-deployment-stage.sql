-- Adds the staged rows of one file.
INSERT INTO deployment_stage SELECT $source_id, id, version, control_version, stage, make_timestamp(started::BIGINT), traffic, risk_limit, make_timestamp(ended::BIGINT), outcome
FROM staged_deployment_stage
