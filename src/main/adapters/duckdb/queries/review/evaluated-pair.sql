-- Grain: one pair with a leg on an evaluated day.
CREATE OR REPLACE TEMP VIEW evaluated_pair AS SELECT DISTINCT pair_id FROM pair_leg JOIN evaluated_day USING (day)
