-- 供地填了撤销原因而没有撤销日期，仍计入已供面积
-- rule: S11
-- severity: F
-- grain: allocation row.
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line,
    '撤销原因写的是“' || revoke_reason || '”，撤销日期却是空的，仍按没有撤销计入；已撤销的请补撤销日期' AS message
FROM fact.allocation
WHERE revoke_reason IS NOT NULL AND revoked_on IS NULL
