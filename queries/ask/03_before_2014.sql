-- 2014年以前未供批次
-- 批准日期在重点年度以前、截止日还有未供面积的批次，未供面积大的在前；范围和界线按本期口径（F7）。一个批次分属几个单位的各列一行。
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy)
SELECT b.batch_id AS "批准文号", b.batch_name AS "批次名称", b.approved_on AS "批准日期", s.unit AS "责任单位", s.due AS "应供面积", s.supplied AS "已供面积",
    s.unsupplied AS "未供面积", pct(s.supplied, s.due) AS "供地率", h.file AS "文件", h.sheet AS "表", b.line AS "行"
FROM stand.position AS s JOIN p ON p.as_of = s.as_of JOIN fact.batch AS b ON b.batch_id = s.batch_id
LEFT JOIN load.sheet AS h ON h.sheet_id = b.sheet_id
WHERE s.dimension = 'unit' AND b.before_2014 AND s.unsupplied > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
ORDER BY s.unsupplied DESC, b.batch_id, s.unit
