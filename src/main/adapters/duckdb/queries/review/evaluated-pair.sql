-- Grain: one pair with fills on an evaluated day. Columns as pair.
CREATE OR REPLACE TEMP VIEW evaluated_pair AS
SELECT * FROM pair
WHERE day IN (SELECT day FROM evaluated_day) OR pair_id IN (SELECT pair_id FROM pair_leg JOIN evaluated_day USING (day))
