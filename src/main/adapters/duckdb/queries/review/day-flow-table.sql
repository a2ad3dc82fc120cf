-- Grain: one origin, instrument and trading day with fills: what they moved in units, paid in money (fees charged in money included), traded in
-- money and turned over in units. Unscaled. is_live: 1 live, 0 backtest.
CREATE OR REPLACE TEMP TABLE day_flow (is_live UTINYINT, instrument traded_instrument, day DATE, moved DOUBLE, paid DOUBLE, traded DOUBLE, turned DOUBLE)
