-- Grain: one assignment chosen by pass 3, by the numbers of open_composite.
CREATE OR REPLACE TEMP TABLE chosen (live BIGINT, backtest BIGINT, cost DOUBLE, greedy BOOLEAN)
