-- Sets when each bar of a file is complete.
UPDATE bar SET t_end = make_timestamp(epoch_us(t) + $bar_us::BIGINT) WHERE source_id = $source_id
