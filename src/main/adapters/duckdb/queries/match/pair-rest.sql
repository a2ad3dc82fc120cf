-- Every composite left alone becomes a one-sided pair: 'unfilled' where the other side is known to have sent an order for it (pass 5) that was
-- never filled: the same signal id, else the nearest such order of the same instrument and side inside the gate.
INSERT INTO pairing
WITH alone AS (
  SELECT * FROM composite WHERE composite_id NOT IN (SELECT composite_id FROM pairing)
),
unfilled AS (
  SELECT o.origin, m.instrument, o.side, o.signal_id, epoch_us(coalesce(o.t_sent, o.t_signal, o.t_ack, o.t_final)) AS t,
    row_number() OVER () AS order_number
  FROM trade_order o JOIN symbol_map m USING (symbol)
  WHERE coalesce(o.filled_qty, 0) = 0 AND o.status IN ('cancelled', 'expired', 'rejected')
),
sent AS (
  SELECT a.composite_id, u.order_number, u.signal_id IS NOT NULL AND a.intent = 's:' || u.signal_id AS same_signal, abs(u.t - a.first_t) AS apart
  FROM alone a JOIN unfilled u ON u.origin <> a.origin AND u.instrument = a.instrument AND u.side = a.side
    AND (a.intent = 's:' || u.signal_id OR abs(u.t - a.first_t) <= $gate_us)
  QUALIFY row_number() OVER (PARTITION BY a.composite_id ORDER BY same_signal DESC, apart, order_number) = 1
),
claimed AS (
  SELECT composite_id FROM sent QUALIFY row_number() OVER (PARTITION BY order_number ORDER BY same_signal DESC, apart, composite_id) = 1
)
SELECT composite_id, composite_id,
  CASE WHEN composite_id IN (SELECT composite_id FROM id_conflict) THEN 'id-conflict'
    WHEN composite_id IN (SELECT composite_id FROM claimed) THEN 'unfilled' ELSE 'unmatched' END, NULL
FROM alone
