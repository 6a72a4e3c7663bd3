-- 可直接划拨的基础设施与公益
-- 尚有未供面积、用途是道路、绿地、学校、医院等基础设施或公益的地块：可以直接办理划拨，不必招拍挂。用途依次看：地块台账里名称带“用途”的栏、供地台账上同一地块的土地用途、拟处置方式和名称备注里的字样；出处一栏写明是哪一种。是否符合划拨用地目录由人核定。
-- $words text = 划拨|道路|公路|街道用地|市政|基础设施|公园|绿地|广场|学校|中学|小学|幼儿园|科教|文卫|医院|卫生院|公共|公益|水利|供水|排水|污水|变电|消防：认作基础设施或公益的字样，几个用 | 隔开
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of FROM frame.policy),
written AS (
    SELECT n.parcel_id, string_agg(DISTINCT json_extract_string(e.value, '$'), '、') AS land_use
    FROM fact.parcel AS n JOIN raw.parcel AS r ON r.sheet_id = n.sheet_id AND r.line = n.line, json_each(nullif(r.extra, '')) AS e
    WHERE e.key LIKE '%用途%' GROUP BY n.parcel_id
), supplied AS (
    SELECT parcel_id, string_agg(DISTINCT land_use, '、' ORDER BY land_use) AS land_use FROM fact.allocation WHERE parcel_id IS NOT NULL AND land_use IS NOT NULL GROUP BY parcel_id
), row AS (
    SELECT n.parcel_id, n.parcel_name, n.batch_id, s.unit, s.department, least(s.remaining, o.unsupplied) AS area, n.stage, n.planned_way, n.deadline, n.sheet_id, n.line,
        nullif(w.land_use, '') AS written, g.land_use AS supplied, nullif(regexp_extract(concat_ws(' ', n.planned_way, n.parcel_name, n.remark), CAST($words AS VARCHAR)), '') AS word
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id CROSS JOIN p
    JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
    LEFT JOIN written AS w ON w.parcel_id = n.parcel_id LEFT JOIN supplied AS g ON g.parcel_id = n.parcel_id
    WHERE s.in_cohort AND s.remaining > 0.005 AND o.unsupplied > 0.005 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
), judged AS (
    SELECT parcel_id, parcel_name, batch_id, unit, department, area, stage, planned_way, deadline, sheet_id, line,
        CASE WHEN written IS NOT NULL THEN written WHEN supplied IS NOT NULL THEN supplied ELSE word END AS land_use,
        CASE WHEN written IS NOT NULL THEN '地块台账' WHEN supplied IS NOT NULL THEN '供地台账同一地块' ELSE '字样' END AS source
    FROM row
)
SELECT r.parcel_id AS "地块编号", r.parcel_name AS "地块名称", r.batch_id AS "批准文号", r.unit AS "责任单位", r.department AS "主管部门", r.area AS "未供面积",
    r.land_use AS "用途", r.source AS "用途出处", r.stage AS "现状阶段", r.planned_way AS "拟处置方式", r.deadline AS "处置时限", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM judged AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
WHERE regexp_matches(r.land_use, CAST($words AS VARCHAR))
ORDER BY CASE r.stage WHEN '未供即用' THEN 1 WHEN '征而未供' THEN 2 WHEN '批而未征' THEN 3 ELSE 4 END, r.area DESC, r.parcel_id
