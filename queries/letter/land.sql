-- 一个单位的未供地块清单：超期的在前，再按剩余面积由大到小。
-- grain: parcel of the cohort with unsupplied land.
-- params: unit
SELECT CAST(row_number() OVER (ORDER BY coalesce(f.days_overdue, 0) DESC, f.remaining DESC, f.parcel_id) AS VARCHAR) AS "序号", f.parcel_id AS "地块编号", coalesce(n.parcel_name, '') AS "名称",
    area_text(f.remaining) AS "剩余面积", coalesce(n.stage, '未填') AS "阶段", coalesce(n.unsupplied_reason, '') AS "未供原因", coalesce(n.planned_way, '') AS "拟处置方式",
    coalesce(CAST(f.deadline AS VARCHAR), '') AS "处置时限", CASE WHEN f.days_overdue > 0 THEN CAST(f.days_overdue AS VARCHAR) ELSE '' END AS "超期天数", coalesce(n.responsible, '') AS "责任人"
FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id
WHERE f.in_cohort AND f.remaining > 0.005 AND f.unit = CAST($unit AS VARCHAR)
ORDER BY coalesce(f.days_overdue, 0) DESC, f.remaining DESC, f.parcel_id
