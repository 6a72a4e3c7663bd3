-- 部分供应批次与边角地
-- 供了一部分、还剩一部分的批次，和剩余面积小于界线（默认5亩）的边角地块；剩余不到 0.005 公顷的不列。
-- $mu decimal = 5：边角地的界线，亩
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of FROM frame.policy),
list AS (
    SELECT 1 AS part, '部分供应批次' AS kind, s.batch_id AS id, b.batch_name AS name, s.unit, s.due AS whole, s.supplied, s.unsupplied AS rest, b.sheet_id, b.line
    FROM stand.position AS s JOIN p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE s.dimension = 'unit' AND s.supplied > 0 AND s.unsupplied > 0.005
    UNION ALL
    SELECT 2, '边角地', s.parcel_id, n.parcel_name, s.unit, s.parcel_area, s.supplied, least(s.remaining, o.unsupplied), n.sheet_id, n.line
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id CROSS JOIN p
    JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
    WHERE s.in_cohort AND s.remaining > 0.005 AND o.unsupplied > 0.005 AND least(s.remaining, o.unsupplied) * 15 < CAST($mu AS DECIMAL(18, 6))
)
SELECT l.kind AS "类别", l.id AS "编号", l.name AS "名称", l.unit AS "责任单位", l.whole AS "应供或地块面积", l.supplied AS "已供面积", l.rest AS "剩余面积",
    CAST(l.rest * 15 AS DECIMAL(18, 6)) AS "剩余亩", h.file AS "文件", h.sheet AS "表", l.line AS "行"
FROM list AS l LEFT JOIN load.sheet AS h ON h.sheet_id = l.sheet_id
WHERE l.unit = coalesce(CAST($unit AS VARCHAR), l.unit)
ORDER BY l.part, l.rest DESC, l.id
