-- 剩余最大的批次与地块
-- 未供面积最大的批次和地块各若干；批次是各单位之和，可按单位只看其份额。地块的未供面积不超过所在批次和单位的未供面积（R7），只有本期截止日的数。
-- chart: bar 名称 未供面积
-- $rows integer = 10：批次、地块各列几个
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of FROM frame.policy),
batches AS (
    SELECT s.batch_id, sum(s.due) AS whole, sum(s.unsupplied) AS area, string_agg(s.unit, '、' ORDER BY s.unsupplied DESC, s.unit) AS units
    FROM stand.position AS s JOIN p ON p.as_of = s.as_of
    WHERE s.dimension = 'unit' AND s.unsupplied > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit) GROUP BY s.batch_id
), list AS (
    SELECT 1 AS part, '批次' AS kind, x.batch_id AS id, b.batch_name AS name, x.units AS unit, x.whole, x.area, CAST(NULL AS VARCHAR) AS stage, b.sheet_id, b.line,
        row_number() OVER (ORDER BY x.area DESC, x.batch_id) AS nth
    FROM batches AS x JOIN fact.batch AS b ON b.batch_id = x.batch_id
    UNION ALL
    SELECT 2, '地块', s.parcel_id, n.parcel_name, s.unit, s.parcel_area, least(s.remaining, o.unsupplied), n.stage, n.sheet_id, n.line,
        row_number() OVER (ORDER BY least(s.remaining, o.unsupplied) DESC, s.parcel_id)
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id CROSS JOIN p
    JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
    WHERE s.in_cohort AND s.remaining > 0 AND o.unsupplied > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT l.kind AS "类别", l.nth AS "序号", l.id AS "编号", l.name AS "名称", l.unit AS "责任单位", l.whole AS "应供或地块面积", l.area AS "未供面积", l.stage AS "现状阶段",
    h.file AS "文件", h.sheet AS "表", l.line AS "行"
FROM list AS l LEFT JOIN load.sheet AS h ON h.sheet_id = l.sheet_id
WHERE l.nth <= CAST($rows AS BIGINT)
ORDER BY l.part, l.nth
