-- Grain: one account with equity of the same side from other files: how its values stand to the unnamed ones of a file just loaded. `common` counts
-- instants both have, `differing` those of them whose values differ, `own` and `other` the instants of each where both are spanned. Order: loaded first.
WITH own AS (SELECT t, nav, origin FROM equity WHERE source_id = $source_id AND account IS NULL),
other AS (SELECT coalesce(account, '') AS account, source_id, t, nav FROM equity WHERE source_id <> $source_id AND origin = (SELECT any_value(origin) FROM own)),
bounds AS (SELECT min(t) AS first_t, max(t) AS last_t FROM own),
spans AS (SELECT account, min(source_id) AS source_id, min(t) AS first_t, max(t) AS last_t FROM other GROUP BY account)
SELECT s.account, (s.last_t >= b.first_t AND s.first_t <= b.last_t) AS overlaps,
  (SELECT count(*) FROM own o JOIN other p ON p.t = o.t AND p.account = s.account)::DOUBLE AS common,
  (SELECT count(*) FROM own o JOIN other p ON p.t = o.t AND p.account = s.account WHERE p.nav <> o.nav)::DOUBLE AS differing,
  (SELECT count(*) FROM own o WHERE o.t BETWEEN s.first_t AND s.last_t)::DOUBLE AS own,
  (SELECT count(DISTINCT p.t) FROM other p WHERE p.account = s.account AND p.t BETWEEN b.first_t AND b.last_t)::DOUBLE AS other
FROM spans s CROSS JOIN bounds b WHERE b.first_t IS NOT NULL ORDER BY s.source_id
