-- Pass 4, taken before pass 3, which would give the parent to one of its children and leave the others over: several open composites of one
-- side against one of the other. Each goes to the nearest larger one inside the gate; where two or more meet at one and their quantities
-- (backtest times $scale) add up to its own within 5 %, all are one pair. Composites with an equal (within 5 %) in the gate take no part.
INSERT INTO pairing
WITH sized AS (
  SELECT *, qty * CASE WHEN origin = 'live' THEN 1 ELSE $scale END AS size FROM open_composite
),
twin AS (
  SELECT unnest([l.composite_id, b.composite_id]) AS composite_id
  FROM sized l
  JOIN sized b ON b.strategy = l.strategy AND b.instrument = l.instrument AND b.side = l.side
    AND b.first_t BETWEEN l.first_t - $gate_us AND l.first_t + $gate_us AND b.size BETWEEN l.size / 1.05 AND l.size * 1.05
  WHERE l.origin = 'live' AND b.origin = 'backtest'
),
single AS (SELECT * FROM sized WHERE composite_id NOT IN (SELECT composite_id FROM twin)),
nearest AS (
  SELECT c.composite_id AS child_id, p.composite_id AS parent_id, c.size AS child_size, p.size AS parent_size, p.origin AS parent_origin
  FROM single c
  JOIN single p ON p.strategy = c.strategy AND p.instrument = c.instrument AND p.side = c.side
    AND p.first_t BETWEEN c.first_t - $gate_us AND c.first_t + $gate_us
  WHERE p.origin <> c.origin AND p.size > c.size
  QUALIFY row_number() OVER (PARTITION BY c.composite_id ORDER BY abs(p.first_t - c.first_t), p.number) = 1
),
family AS (
  SELECT parent_id, parent_origin, list(child_id) AS children, min(child_id) AS first_child
  FROM nearest GROUP BY parent_id, parent_origin, parent_size
  HAVING count(*) > 1 AND abs(sum(child_size) - parent_size) <= 0.05 * parent_size
),
member AS (
  SELECT CASE WHEN parent_origin = 'live' THEN parent_id ELSE first_child END AS pair_id, unnest(list_append(children, parent_id)) AS composite_id FROM family
)
SELECT composite_id, min(pair_id), 'children', NULL FROM member GROUP BY composite_id HAVING count(*) = 1
