-- Grain: one priced fill, as columns for matching by id and attribution; the types are those of the arrays they are read into. NaN = unknown.
-- apart: never part of a direct pair, because it is of a round trip or the user has a word on it.
SELECT fill_row::UINTEGER AS row, (origin = 'live')::UTINYINT AS live, side::TINYINT AS side, key,
  (trip_id IS NOT NULL OR key IN (SELECT key FROM apart_key))::UTINYINT AS apart,
  t::DOUBLE AS t, day, enum_code(instrument)::UINTEGER AS instrument, qty, price, coalesce(fee_money, 'nan'::DOUBLE) AS fee, fee_base::DOUBLE AS fee_base,
  coalesce(mid, 'nan'::DOUBLE) AS mid, coalesce(arrival_mid, 'nan'::DOUBLE) AS arrival_mid
FROM priced_fill
