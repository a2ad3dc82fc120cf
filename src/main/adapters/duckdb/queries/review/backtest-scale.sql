-- Grain: one row: what backtest quantities and fees are multiplied by, for the views.
CREATE OR REPLACE TEMP TABLE backtest_scale AS SELECT $scale::DOUBLE AS scale
