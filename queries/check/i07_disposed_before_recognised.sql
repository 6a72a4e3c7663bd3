-- 处置日期早于闲置认定日期
-- rule: I07
-- severity: F
-- grain: disposal row of a recognised parcel; a fee alone (D7) is no disposal.
SELECT 'idle_disposal' AS kind, d.idle_id AS key, i.unit, d.sheet_id, d.line,
    date_text(d.disposed_on) || ' 处置（' || d.way || '），' || date_text(i.recognised_on) || ' 才认定闲置；请核对两个日期' AS message
FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id
WHERE i.recognised AND d.way_code <> 'D7' AND d.disposed_on < i.recognised_on
