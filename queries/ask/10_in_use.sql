-- 未供即用工业
-- 现状阶段为未供即用、尚有未供面积的地块，工业的排在前面，其余注明是什么用途或“用途未写明”。用途依次看：地块台账里名称带“用途”的栏、供地台账上同一地块的土地用途、名称和备注等处的字样；出处一栏写明是哪一种。
-- $words text = 工业|工厂|厂区|厂房|制造|产业|加工|仓储：认作工业的字样，几个用 | 隔开
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of FROM frame.policy),
written AS (
    SELECT n.parcel_id, string_agg(DISTINCT json_extract_string(e.value, '$'), '、') AS land_use
    FROM fact.parcel AS n JOIN raw.parcel AS r ON r.sheet_id = n.sheet_id AND r.line = n.line, json_each(nullif(r.extra, '')) AS e
    WHERE e.key LIKE '%用途%' GROUP BY n.parcel_id
), supplied AS (
    SELECT parcel_id, string_agg(DISTINCT land_use, '、' ORDER BY land_use) AS land_use FROM fact.allocation WHERE parcel_id IS NOT NULL AND land_use IS NOT NULL GROUP BY parcel_id
), row AS (
    SELECT n.parcel_id, n.parcel_name, n.batch_id, s.unit, s.department, least(s.remaining, o.unsupplied) AS area, n.unsupplied_reason, n.planned_way, n.deadline, n.sheet_id, n.line,
        coalesce(nullif(w.land_use, ''), g.land_use) AS land_use, CASE WHEN nullif(w.land_use, '') IS NOT NULL THEN '地块台账' WHEN g.land_use IS NOT NULL THEN '供地台账同一地块' END AS source,
        nullif(regexp_extract(concat_ws(' ', n.parcel_name, n.remark, n.unsupplied_reason, n.planned_way), CAST($words AS VARCHAR)), '') AS word
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id CROSS JOIN p
    JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
    LEFT JOIN written AS w ON w.parcel_id = n.parcel_id LEFT JOIN supplied AS g ON g.parcel_id = n.parcel_id
    WHERE s.in_cohort AND s.remaining > 0.005 AND o.unsupplied > 0.005 AND n.stage = '未供即用' AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
), judged AS (
    SELECT parcel_id, parcel_name, batch_id, unit, department, area, unsupplied_reason, planned_way, deadline, sheet_id, line,
        CASE WHEN land_use IS NOT NULL THEN regexp_matches(land_use, CAST($words AS VARCHAR)) ELSE word IS NOT NULL END AS industrial,
        coalesce(land_use, CASE WHEN word IS NOT NULL THEN '工业' ELSE '用途未写明' END) AS land_use, coalesce(source, '字样“' || word || '”') AS source
    FROM row
)
SELECT r.parcel_id AS "地块编号", r.parcel_name AS "地块名称", r.batch_id AS "批准文号", r.unit AS "责任单位", r.department AS "主管部门", r.area AS "未供面积",
    r.industrial AS "工业", r.land_use AS "用途", r.source AS "用途出处", r.unsupplied_reason AS "未供原因", r.planned_way AS "拟处置方式", r.deadline AS "处置时限",
    h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM judged AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.industrial DESC, r.area DESC, r.parcel_id
