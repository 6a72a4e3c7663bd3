-- 签订日期晚于本期，或早于1990年，退回（S04）。
SELECT c.sheet_id, c.line, 'S04' AS rule, 'signed_on' AS field, CAST(c.signed_on AS VARCHAR) AS value,
    CASE WHEN c.signed_on > p.quarter_end THEN '签订日期晚于本期台账的季度末 ' || CAST(p.quarter_end AS VARCHAR) || '，请核对年份或移入下一期'
        ELSE '签订日期早于1990年，请核对' END AS reason
FROM clean.supply AS c CROSS JOIN frame.policy AS p
WHERE c.row_class = 'data' AND (c.signed_on > p.quarter_end OR c.signed_on < DATE '1990-01-01')
