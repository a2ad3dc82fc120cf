-- Grain: one fill with its mid at the fill: the row's own, else the last quote within 60 s, else the close of the last completed bar.
CREATE OR REPLACE TEMP TABLE priced_fill AS
WITH quote_mid AS (
  SELECT m.instrument, epoch_us(q.t) AS t, (q.bid + q.ask) / 2 * m.rate AS mid FROM quote q JOIN traded_symbol m USING (symbol)
),
bar_close AS (
  SELECT m.instrument, epoch_us(b.t_end) AS t, epoch_us(b.t_end) - epoch_us(b.t) AS length_us, b.close * m.rate AS close FROM bar b JOIN traded_symbol m USING (symbol)
)
SELECT f.*,
  coalesce(f.fill_mid, CASE WHEN f.t - q.t <= 60000000 THEN q.mid END, CASE WHEN f.t - b.t < b.length_us THEN b.close END) AS mid
FROM review_fill f
ASOF LEFT JOIN quote_mid q ON q.instrument = f.instrument AND q.t <= f.t
ASOF LEFT JOIN bar_close b ON b.instrument = f.instrument AND b.t <= f.t
