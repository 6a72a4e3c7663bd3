-- 日期只写到月，而那个月正好有分界日，按月末计算可能差一天就差一个结果
-- rule: A07
-- severity: F
-- grain: one date. Cut-offs: of an approval, both sides of the cohort's first and last day and of the pre-2014 day; of the other dates, T0 and the edition's as_of.
WITH cut AS (
    SELECT date_trunc('month', d.day) AS month, d.approval, d.word FROM frame.policy AS p,
        LATERAL (VALUES (p.cohort_from - 1, true, '考核范围起始日'), (p.cohort_from, true, '考核范围起始日'), (p.cohort_to, true, '考核范围截止日'),
            (p.cohort_to + 1, true, '考核范围截止日'), (p.pre2014_before - 1, true, '2014年以前的分界日'), (p.pre2014_before, true, '2014年以前的分界日'),
            (p.stock_from, false, '存量起点日'), (p.as_of, false, '本期截止日')) AS d(day, approval, word)
), dates AS (
    SELECT 'batch' AS kind, batch_id AS key, unit, sheet_id, line, '批准日期' AS field, approved_on AS day, true AS approval FROM fact.batch WHERE approved_month_only
    UNION ALL SELECT 'supply', supply_id, unit, sheet_id, line, '签订日期', signed_on, false FROM fact.allocation WHERE signed_month_only
    UNION ALL SELECT 'writeoff', batch_id, unit, sheet_id, line, '生效日期', effective_on, false FROM fact.writeoff WHERE effective_month_only
    UNION ALL SELECT 'idle', idle_id, unit, sheet_id, line, '认定日期', recognised_on, false FROM fact.idle WHERE recognised_month_only
    UNION ALL SELECT 'idle_disposal', d.idle_id, i.unit, d.sheet_id, d.line, '处置日期', d.disposed_on, false
        FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id WHERE d.disposed_month_only
)
SELECT d.kind, d.key, d.unit, d.sheet_id, d.line,
    d.field || '只写到' || strftime(d.day, '%Y年%-m月') || '，按 ' || date_text(d.day) || ' 计；该月正在' || min(c.word) || '的分界处，请补全到日' AS message
FROM dates AS d JOIN cut AS c ON c.month = date_trunc('month', d.day) AND c.approval = d.approval
GROUP BY d.kind, d.key, d.unit, d.sheet_id, d.line, d.field, d.day
