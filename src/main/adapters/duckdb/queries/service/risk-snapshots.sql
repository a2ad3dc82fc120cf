-- Grain: one snapshot; money, positive = loss. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT epoch_us(t)::DOUBLE AS t, version, drawdown, shortfall, allocated
FROM risk_snapshot
QUALIFY source_id = max(source_id) OVER (PARTITION BY version, t)
ORDER BY risk_snapshot.t, version
