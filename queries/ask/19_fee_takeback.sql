-- 满1年未征费、满2年未收回与应缴金额
-- 企业自身原因、尚未处置的闲置土地：约定动工满一年没有征缴决定的（I4），应缴金额为成交价款的 20%；满二年没有收回决定的（I5）。金额单位万元，价款缺的不算金额。
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy)
SELECT i.idle_id AS "闲置编号", i.parcel_name AS "宗地名称", s.unit AS "责任单位", s.open_area AS "未处置面积", i.clock_from AS "起算日期", p.as_of - i.clock_from AS "闲置天数",
    s.fee_due AS "满1年未征费", CASE WHEN s.fee_due THEN CAST(i.price * 0.2 AS DECIMAL(18, 6)) END AS "应缴闲置费万元", s.takeback_due AS "满2年未收回",
    i.price AS "成交价款万元", i.cause AS "闲置原因", i.fee_decided_on AS "闲置费决定日期", i.takeback_on AS "收回决定日期", h.file AS "文件", h.sheet AS "表", i.line AS "行"
FROM p JOIN stand.idle AS s ON s.as_of = p.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id LEFT JOIN load.sheet AS h ON h.sheet_id = i.sheet_id
WHERE (s.fee_due OR s.takeback_due) AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
ORDER BY s.takeback_due DESC, i.clock_from, i.idle_id
