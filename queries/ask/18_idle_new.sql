-- 本季新增闲置
-- 认定日期在本季度的闲置土地，一宗一行；面积之和等于本季新增闲置面积（I3）。本季又撤销的也列，注明撤销。
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (
    SELECT c.as_of, c.previous_as_of FROM clean.calendar AS c
    WHERE c.as_of = coalesce(CAST($as_of AS DATE), (SELECT as_of FROM frame.policy))
)
SELECT i.idle_id AS "闲置编号", i.parcel_name AS "宗地名称", s.unit AS "责任单位", s.idle_area AS "闲置面积", i.recognised_on AS "认定日期", i.recognition_no AS "认定书文号",
    i.cause AS "闲置原因", i.start_due_on AS "约定动工日期", i.supervision_no AS "电子监管号", CASE WHEN s.cancelled THEN '已撤销认定' WHEN s.is_done THEN '已处置' ELSE '未处置' END AS "状态",
    h.file AS "文件", h.sheet AS "表", i.line AS "行"
FROM p JOIN stand.idle AS s ON s.as_of = p.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
LEFT JOIN stand.idle AS o ON o.idle_id = s.idle_id AND o.as_of = p.previous_as_of
LEFT JOIN load.sheet AS h ON h.sheet_id = i.sheet_id
WHERE o.idle_id IS NULL AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
ORDER BY i.recognised_on, i.idle_id
