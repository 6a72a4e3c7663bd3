-- 供地签订在批次批准之前（时间倒挂）
-- rule: A08
-- severity: F
-- grain: allocation row. A month-only approval is taken from the month's first day.
SELECT 'supply' AS kind, a.supply_id AS key, a.unit, a.sheet_id, a.line,
    date_text(a.signed_on) || ' 签订，批次 ' || b.batch_id || ' 到 ' || date_text(b.approved_on) || ' 才批准；请核对批准文号和两个日期' AS message
FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id
WHERE a.signed_on < CASE WHEN b.approved_month_only THEN CAST(date_trunc('month', b.approved_on) AS DATE) ELSE b.approved_on END
