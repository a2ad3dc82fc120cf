-- Grain: one pair and evaluated day with fills: the P&L difference live minus backtest of fills dated that day, by cause, in money, and the larger
-- side's notional of that day.
CREATE OR REPLACE TEMP VIEW pair_day AS
SELECT pair_id::BIGINT AS pair_id, day, notional, 0.0::DOUBLE AS alpha, sizing, timing, slippage, fees, price FROM direct_pair
UNION ALL BY NAME FROM loose_pair_day
