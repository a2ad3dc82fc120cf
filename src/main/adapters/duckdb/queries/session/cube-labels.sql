-- Grain: one value of one dimension of the cube. Order: dimension, code.
SELECT dimension, value FROM cube_label ORDER BY dimension, code
