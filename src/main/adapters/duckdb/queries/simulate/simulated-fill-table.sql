-- Grain: one simulated fill of the backtest order of that number: what the exchange would have done, averaged over draws. t in microseconds.
CREATE OR REPLACE TEMP TABLE simulated_fill (number BIGINT, qty DOUBLE, price DOUBLE, fee DOUBLE, waited_us DOUBLE, mid DOUBLE)
