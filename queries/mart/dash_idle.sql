-- 看板：处置率一类数字的依据：每宗认定的闲置土地。
-- grain: idle parcel recognised by the edition's day. The 150 largest of each unit (the cut is in dash_cut).
WITH row AS (
    SELECT s.unit, s.idle_id, i.parcel_name, i.recognised_on, i.clock_from, coalesce(i.cause, '原因未填') AS cause, s.recognised, s.done, s.open_area, s.cancelled, s.is_done, s.reopened, s.fee_due, s.takeback_due, i.sheet_id, i.line,
        concat_ws('、', CASE WHEN coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') THEN '涉法涉诉' END, CASE WHEN coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') THEN '抵押' END, CASE WHEN coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封') THEN '查封' END) AS law,
        row_number() OVER (PARTITION BY s.unit ORDER BY s.open_area DESC, s.idle_area DESC, s.idle_id) AS nth
    FROM stand.idle AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
)
SELECT r.unit AS "责任单位", r.idle_id AS "闲置编号", coalesce(r.parcel_name, '') AS "宗地名称", CAST(r.recognised_on AS VARCHAR) AS "认定日期", CAST(r.clock_from AS VARCHAR) AS "起算日", r.cause AS "闲置原因",
    area_text(r.recognised) AS "认定面积", area_text(r.done) AS "已处置面积", area_text(r.open_area) AS "未处置面积",
    CASE WHEN r.cancelled THEN '认定已撤销' WHEN r.takeback_due THEN '满2年未收回' WHEN r.fee_due THEN '满1年未征费' WHEN r.reopened THEN '二次闲置' WHEN r.is_done THEN '已处置' ELSE '处置中' END AS "状态", coalesce(nullif(r.law, ''), '—') AS "涉法涉诉",
    f.file AS "文件", coalesce(f.sheet, '') AS "表", CAST(r.line AS VARCHAR) AS "行"
FROM row AS r LEFT JOIN load.sheet AS f ON f.sheet_id = r.sheet_id LEFT JOIN frame.unit AS u ON u.unit = r.unit
WHERE r.nth <= 150
ORDER BY u.unit_code, r.unit, r.nth
