-- 供地撤销日期早于签订日期
-- rule: S10
-- severity: F
-- grain: allocation row. It counts on no day at all.
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line,
    '撤销日期 ' || date_text(revoked_on) || ' 早于签订日期 ' || date_text(signed_on) || '，这一行因此从未计入；请核对两个日期，没有撤销的请清空撤销日期' AS message
FROM fact.allocation
WHERE revoked_on < signed_on
