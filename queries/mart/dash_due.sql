-- 看板：卡住的地块：超过处置时限的、到期未征费未收回的、涉法涉诉的，最久的在前。
-- grain: unsupplied parcel or idle parcel. The 100 longest of each unit and class (the cut is in dash_cut).
WITH p AS (SELECT as_of FROM frame.policy), list AS (
    SELECT '批而未供' AS class, f.parcel_id AS id, coalesce(n.parcel_name, '') AS name, f.unit, f.remaining AS area, coalesce(n.stage, '阶段未填') || '，' || coalesce(n.unsupplied_reason, '原因未填') AS why,
        '超过处置时限' || f.days_overdue || '天' AS clock, f.days_overdue AS days, coalesce(n.responsible, '—') AS responsible, '超过处置时限的未供地块' AS stops, n.sheet_id, n.line
    FROM stand.parcel AS f JOIN fact.parcel AS n ON n.parcel_id = f.parcel_id WHERE f.in_cohort AND f.remaining > 0.005 AND f.days_overdue > 0
    UNION ALL
    SELECT '闲置土地', i.idle_id, coalesce(i.parcel_name, ''), i.unit, s.open_area,
        coalesce(i.cause, '原因未填') || CASE WHEN coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') THEN '，涉法涉诉' ELSE '' END || CASE WHEN coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') THEN '，抵押' ELSE '' END || CASE WHEN coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封') THEN '，查封' ELSE '' END,
        CASE WHEN s.takeback_due THEN '满2年未收回' WHEN s.fee_due THEN '满1年未征费' WHEN s.reopened THEN '二次闲置' ELSE '已闲置' END || '，起算' || (p.as_of - i.clock_from) || '天', p.as_of - i.clock_from, '—',
        concat_ws('；', CASE WHEN s.fee_due THEN '闲置满1年未征费（企业原因）' END, CASE WHEN s.takeback_due THEN '闲置满2年未收回（企业原因）' END, CASE WHEN s.reopened THEN '二次闲置（延期后仍未动工）' END,
            CASE WHEN coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') OR coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') OR coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封') THEN '涉法涉诉、抵押、查封的闲置土地' END), i.sheet_id, i.line
    FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE s.open_area > 0 AND (s.fee_due OR s.takeback_due OR s.reopened OR coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及')
        OR coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') OR coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封'))
), numbered AS (
    SELECT class, id, name, unit, area, why, clock, days, responsible, stops, sheet_id, line, row_number() OVER (PARTITION BY unit, class ORDER BY days DESC, area DESC, id) AS nth FROM list
)
SELECT n.class AS "类别", n.id AS "编号", n.name AS "名称", n.unit AS "责任单位", area_text(n.area) AS "面积（公顷）", n.why AS "阶段与原因", n.clock AS "时限", n.responsible AS "责任人", n.stops AS "卡点", f.file AS "文件", coalesce(f.sheet, '') AS "表", CAST(n.line AS VARCHAR) AS "行"
FROM numbered AS n LEFT JOIN load.sheet AS f ON f.sheet_id = n.sheet_id
WHERE n.nth <= 100
ORDER BY n.days DESC, n.area DESC, n.id
