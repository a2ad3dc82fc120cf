-- Grain: one evaluated day, YYYY-MM-DD. Order: day.
SELECT day::VARCHAR AS day FROM evaluated_day ORDER BY 1
