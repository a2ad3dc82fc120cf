-- Every composite left alone becomes a one-sided pair.
INSERT INTO pairing
SELECT composite_id, composite_id,
  CASE WHEN composite_id IN (SELECT composite_id FROM id_conflict) THEN 'id-conflict' ELSE 'unmatched' END, NULL
FROM composite WHERE composite_id NOT IN (SELECT composite_id FROM pairing)
