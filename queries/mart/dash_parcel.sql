-- 看板：未供土地的依据：每个还没有供完的地块，卡在哪个阶段、什么原因。
-- grain: parcel of the cohort with land left. The 150 largest of each unit (the cut is in dash_cut).
WITH row AS (
    SELECT f.unit, f.parcel_id, coalesce(n.parcel_name, '') AS parcel_name, f.batch_id, f.remaining, coalesce(n.stage, '阶段未填') AS stage, coalesce(n.unsupplied_reason, '原因未填') AS reason,
        coalesce(n.planned_way, '—') AS planned_way, f.deadline, coalesce(n.responsible, '—') AS responsible, n.sheet_id, n.line, row_number() OVER (PARTITION BY f.unit ORDER BY f.remaining DESC, f.parcel_id) AS nth
    FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id WHERE f.in_cohort AND f.remaining > 0
)
SELECT r.unit AS "责任单位", r.parcel_id AS "地块编号", r.parcel_name AS "名称", r.batch_id AS "批次", area_text(r.remaining) AS "剩余面积", r.stage AS "阶段", r.reason AS "原因", r.planned_way AS "拟处置方式",
    coalesce(CAST(r.deadline AS VARCHAR), '—') AS "处置时限", r.responsible AS "责任人", f.file AS "文件", coalesce(f.sheet, '') AS "表", CAST(r.line AS VARCHAR) AS "行"
FROM row AS r LEFT JOIN load.sheet AS f ON f.sheet_id = r.sheet_id LEFT JOIN frame.unit AS u ON u.unit = r.unit
WHERE r.nth <= 150
ORDER BY u.unit_code, r.unit, r.nth
