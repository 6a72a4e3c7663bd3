-- 二次闲置
-- 延长动工期限（D2）后新的动工日期已过而没有动工、又成为闲置的宗地（R9）；只列截止日仍处于二次闲置的。
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
late AS (
    SELECT d.idle_id, max(d.new_start_due_on) AS new_start_due_on, max(d.disposed_on) AS extended_on, arg_max(d.document_no, d.disposed_on) AS document_no
    FROM fact.idle_disposal AS d JOIN p ON d.disposed_on <= p.as_of
    WHERE d.way_code = 'D2' AND d.new_start_due_on < p.as_of GROUP BY d.idle_id
)
SELECT s.idle_id AS "闲置编号", i.parcel_name AS "宗地名称", s.unit AS "责任单位", s.open_area AS "未处置面积", l.extended_on AS "延期日期", l.document_no AS "补充协议文号",
    l.new_start_due_on AS "新约定动工日期", p.as_of - l.new_start_due_on AS "逾期天数", i.cause AS "闲置原因", s.takeback_due AS "满2年未收回", h.file AS "文件", h.sheet AS "表", i.line AS "行"
FROM p JOIN stand.idle AS s ON s.as_of = p.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id JOIN late AS l ON l.idle_id = s.idle_id
LEFT JOIN load.sheet AS h ON h.sheet_id = i.sheet_id
WHERE s.reopened AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
ORDER BY l.new_start_due_on, s.idle_id
