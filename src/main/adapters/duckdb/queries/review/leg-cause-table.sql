-- Grain: one leg of a matched pair on an evaluated day: its share of each cause of the pair's P&L difference, in money. is_one: timing and
-- slippage are one cause.
CREATE OR REPLACE TEMP TABLE leg_cause (
  pair_id UINTEGER, day DATE, instrument traded_instrument, is_one UTINYINT, sizing DOUBLE, timing DOUBLE, slippage DOUBLE, fees DOUBLE
)
