-- 日期晚于本期季度末，或早于1990年，与台账的时间对不上
-- rule: N09
-- severity: F
-- grain: row. A supply signed on such a day is refused (S04); the other days are told, and what is dated after the quarter does not count yet.
WITH dated AS (
    SELECT 'batch' AS kind, batch_id AS key, unit, sheet_id, line, '批准日期' AS title, approved_on AS day FROM fact.batch
    UNION ALL SELECT 'supply', supply_id, unit, sheet_id, line, '撤销日期', revoked_on FROM fact.allocation
    UNION ALL SELECT 'writeoff', batch_id, unit, sheet_id, line, '生效日期', effective_on FROM fact.writeoff
    UNION ALL SELECT 'idle', idle_id, unit, sheet_id, line, '认定日期', recognised_on FROM fact.idle
    UNION ALL SELECT 'idle_disposal', d.idle_id, i.unit, d.sheet_id, d.line, '处置日期', d.disposed_on FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id
)
SELECT d.kind, d.key, d.unit, d.sheet_id, d.line,
    d.title || ' ' || date_text(d.day) || CASE WHEN d.day > p.quarter_end THEN ' 晚于本期季度末 ' || date_text(p.quarter_end) || '，本期不计；属下一期的请移到下一期，年份写错的请改正'
        ELSE ' 早于1990年；请核对年份' END AS message
FROM dated AS d CROSS JOIN frame.policy AS p
WHERE d.day > p.quarter_end OR d.day < DATE '1990-01-01'
