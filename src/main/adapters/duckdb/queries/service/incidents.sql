-- Grain: one incident. Times in UTC microseconds. What two files say of the same one counts once, as the file loaded last has it. Order: time.
SELECT id, severity, epoch_us(raised)::DOUBLE AS raised, epoch_us(acked)::DOUBLE AS acked, epoch_us(resolved)::DOUBLE AS resolved, service, ack_recorded
FROM incident
QUALIFY source_id = max(source_id) OVER (PARTITION BY id)
ORDER BY incident.raised, id
