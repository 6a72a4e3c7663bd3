-- 涉法涉诉、抵押、查封台账
-- 截止日尚未处置完的闲置土地中，台账注明涉法涉诉、抵押或查封的，一宗一行；“否、不涉及、未抵押”一类不算。
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
row AS (
    SELECT s.idle_id, s.unit, s.open_area, coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') AS litigation,
        coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') AS mortgage, coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封') AS seizure
    FROM p JOIN stand.idle AS s ON s.as_of = p.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE s.open_area > 0 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT r.idle_id AS "闲置编号", i.parcel_name AS "宗地名称", r.unit AS "责任单位", r.open_area AS "未处置面积", r.litigation AS "涉法涉诉", r.mortgage AS "抵押", r.seizure AS "查封",
    i.cause AS "闲置原因", i.recognised_on AS "认定日期", i.remark AS "备注", h.file AS "文件", h.sheet AS "表", i.line AS "行"
FROM row AS r JOIN fact.idle AS i ON i.idle_id = r.idle_id LEFT JOIN load.sheet AS h ON h.sheet_id = i.sheet_id
WHERE r.litigation OR r.mortgage OR r.seizure
ORDER BY r.unit, r.open_area DESC, r.idle_id
