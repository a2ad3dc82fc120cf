-- Grain: one instrument and evaluated day whose mark jumped over 1.8 times with no fill on that day. Order: day, instrument.
SELECT v.day::VARCHAR AS day, v.instrument::VARCHAR AS symbol FROM mark_move v
WHERE v.prior_price > 0 AND v.price > 0 AND greatest(v.price / v.prior_price, v.prior_price / v.price) > 1.8
  AND NOT EXISTS (SELECT 1 FROM review_fill f WHERE f.instrument = v.instrument AND f.day = v.day)
ORDER BY day, symbol
