-- 交地、动工、竣工的日期先后颠倒
-- rule: S10
-- severity: F
-- grain: allocation row; the first pair that is out of order is named.
WITH judged AS (
    SELECT supply_id, unit, sheet_id, line, CASE
        WHEN revoked_on < signed_on THEN '撤销日期 ' || date_text(revoked_on) || ' 早于签订日期 ' || date_text(signed_on)
        WHEN start_due_on < deliver_on THEN '约定动工日期 ' || date_text(start_due_on) || ' 早于约定交地日期 ' || date_text(deliver_on)
        WHEN complete_due_on < start_due_on THEN '约定竣工日期 ' || date_text(complete_due_on) || ' 早于约定动工日期 ' || date_text(start_due_on)
        WHEN complete_due_on < deliver_on THEN '约定竣工日期 ' || date_text(complete_due_on) || ' 早于约定交地日期 ' || date_text(deliver_on)
        WHEN start_due_on < signed_on THEN '约定动工日期 ' || date_text(start_due_on) || ' 早于签订日期 ' || date_text(signed_on)
        WHEN completed_on < started_on THEN '实际竣工日期 ' || date_text(completed_on) || ' 早于实际动工日期 ' || date_text(started_on)
        WHEN started_on < signed_on THEN '实际动工日期 ' || date_text(started_on) || ' 早于签订日期 ' || date_text(signed_on)
        WHEN completed_on < signed_on THEN '实际竣工日期 ' || date_text(completed_on) || ' 早于签订日期 ' || date_text(signed_on) END AS odd
    FROM fact.allocation
)
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line, odd || '，请核对' AS message
FROM judged
WHERE odd IS NOT NULL
