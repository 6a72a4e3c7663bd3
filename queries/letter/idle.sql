-- 一个单位的闲置土地清单：满二年应收回的在前，再是满一年应征费的，再按未处置面积由大到小。
-- grain: recognised idle parcel with land still open. rules: I4, I5
-- params: unit
WITH list AS (
    SELECT i.idle_id, i.parcel_name, i.cause, i.recognised_on, s.open_area, s.takeback_due, s.fee_due, s.reopened
    FROM stand.idle AS s JOIN frame.policy AS p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE s.open_area > 0 AND i.unit = CAST($unit AS VARCHAR)
)
SELECT CAST(row_number() OVER (ORDER BY takeback_due DESC, fee_due DESC, open_area DESC, idle_id) AS VARCHAR) AS "序号", idle_id AS "闲置编号", coalesce(parcel_name, '') AS "宗地名称",
    area_text(open_area) AS "未处置面积", CAST(recognised_on AS VARCHAR) AS "认定日期", coalesce(cause, '未填') AS "闲置原因",
    CASE WHEN takeback_due THEN '满2年，应作出收回决定' WHEN fee_due THEN '满1年，应作出征缴闲置费决定' WHEN reopened THEN '延期届满未动工，重新计入' ELSE '' END AS "提示"
FROM list ORDER BY takeback_due DESC, fee_due DESC, open_area DESC, idle_id
