-- 主管部门待补办清单
-- 未供即用、须由主管部门补办用地手续的地块，按主管部门列出；也列拟处置方式为完善手续的地块。剩余不到 0.005 公顷的不列。
-- $department text：主管部门，默认全部
WITH p AS (SELECT as_of FROM frame.policy)
SELECT s.department AS "主管部门", n.parcel_id AS "地块编号", n.parcel_name AS "地块名称", n.batch_id AS "批准文号", s.unit AS "责任单位", least(s.remaining, o.unsupplied) AS "未供面积", n.stage AS "现状阶段",
    n.unsupplied_reason AS "未供原因", n.planned_way AS "拟处置方式", n.deadline AS "处置时限", CASE WHEN n.deadline < p.as_of THEN p.as_of - n.deadline END AS "超期天数", n.responsible AS "责任人",
    h.file AS "文件", h.sheet AS "表", n.line AS "行"
FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id CROSS JOIN p
JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
LEFT JOIN load.sheet AS h ON h.sheet_id = n.sheet_id
WHERE s.in_cohort AND s.remaining > 0.005 AND o.unsupplied > 0.005 AND (n.stage = '未供即用' OR n.planned_way LIKE '%完善手续%' OR n.planned_way LIKE '%补办%')
    AND s.department = coalesce(CAST($department AS VARCHAR), s.department)
ORDER BY s.department, n.deadline NULLS LAST, least(s.remaining, o.unsupplied) DESC, n.parcel_id
