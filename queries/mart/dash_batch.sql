-- 看板：供地率一类数字的依据：每个批次、每个责任单位的位置。
-- grain: batch, unit, at the edition's day. The 150 largest by due area of each unit (the cut is in dash_cut).
WITH row AS (
    SELECT s.unit, s.batch_id, b.batch_name, b.approved_on, s.approved, s.written_off, s.adjusted, s.due, s.allocated, s.supplied, s.unsupplied, b.sheet_id, b.line,
        row_number() OVER (PARTITION BY s.unit ORDER BY s.due DESC, s.batch_id) AS nth
    FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
    WHERE s.dimension = 'unit' AND s.approved > 0
)
SELECT r.unit AS "责任单位", r.batch_id AS "批次", CAST(r.approved_on AS VARCHAR) AS "批准日期", area_text(r.approved) AS "批准面积", area_text(r.written_off) AS "核销面积", area_text(r.adjusted) AS "调整面积", area_text(r.due) AS "应供面积",
    area_text(r.allocated) AS "供地分摊", area_text(r.supplied) AS "已供面积", area_text(r.unsupplied) AS "未供面积", coalesce(rate_text(r.supplied, r.due), '—') AS "供地率", f.file AS "文件", coalesce(f.sheet, '') AS "表", CAST(r.line AS VARCHAR) AS "行"
FROM row AS r LEFT JOIN load.sheet AS f ON f.sheet_id = r.sheet_id LEFT JOIN frame.unit AS u ON u.unit = r.unit
WHERE r.nth <= 150
ORDER BY u.unit_code, r.unit, r.nth
