-- Grain: one instrument and day on which direct pairs moved positions: live minus backtest position change by cause, in units.
CREATE OR REPLACE TEMP TABLE direct_position (instrument traded_instrument, day DATE, sizing DOUBLE, fees DOUBLE)
