-- Grain: one level of the book that an executed order of the backtest met, on the side it takes from (asks for a buyer): the last book at or before
-- the decision, at most a minute old, of two at one time the one loaded last. Price in the reporting currency, qty in units (a shown size times the
-- order's contract multiplier). Order: number, then best price first.
WITH asked AS (
  SELECT o.number, o.instrument, o.side, o.t, coalesce(f.multiplier, 1) AS multiplier
  FROM executed_order o JOIN fill f ON f.rowid = o.fill_row WHERE o.origin = 'backtest'
),
shown AS (
  SELECT m.instrument, epoch_us(b.t) AS t, max(b.rowid) AS book_row
  FROM book b JOIN traded_symbol m USING (symbol)
  WHERE m.instrument IN (SELECT instrument FROM asked)
  GROUP BY m.instrument, b.t
),
met AS (
  SELECT o.number, o.side, o.multiplier, s.book_row
  FROM asked o ASOF JOIN shown s ON s.instrument = o.instrument AND s.t <= o.t
  WHERE o.t - s.t <= 60000000
),
sided AS (
  SELECT o.number, o.multiplier, m.rate, CASE WHEN o.side > 0 THEN b.ask ELSE b.bid END AS price,
    CASE WHEN o.side > 0 THEN b.ask_qty ELSE b.bid_qty END AS qty
  FROM met o JOIN book b ON b.rowid = o.book_row JOIN traded_symbol m USING (symbol)
),
numbered AS (SELECT *, unnest(range(1, len(price) + 1)) AS level FROM sided)
SELECT number::DOUBLE AS number, price[level] * rate AS price, qty[level] * multiplier AS qty
FROM numbered ORDER BY number, level
