-- 各单位在各类台账中的行数，留给下一期比较（T06）。
-- grain: kind, unit.
SELECT 'batch' AS kind, unit, count(*) AS row_count FROM fact.batch GROUP BY unit
UNION ALL SELECT 'parcel', unit, count(*) FROM fact.parcel GROUP BY unit
UNION ALL SELECT 'supply', unit, count(*) FROM fact.allocation GROUP BY unit
UNION ALL SELECT 'idle', unit, count(*) FROM fact.idle GROUP BY unit
