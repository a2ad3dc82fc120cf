-- Grain: one stage of a deployment. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT id, version, control_version, stage, epoch_us(started)::DOUBLE AS started, traffic, risk_limit, epoch_us(ended)::DOUBLE AS ended, outcome
FROM deployment_stage
QUALIFY source_id = max(source_id) OVER (PARTITION BY id, stage, started)
ORDER BY deployment_stage.started, id
