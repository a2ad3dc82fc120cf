-- Grain: one unpaired composite whose id the other side uses too, on another side, instrument or strategy.
CREATE OR REPLACE TEMP TABLE id_conflict AS
SELECT c.composite_id
FROM composite c
WHERE c.intent[1] IN ('s', 'o')
  AND c.composite_id NOT IN (SELECT composite_id FROM pairing)
  AND EXISTS (SELECT 1 FROM review_fill o WHERE o.intent = c.intent AND o.origin <> c.origin)
