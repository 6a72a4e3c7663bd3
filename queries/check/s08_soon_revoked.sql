-- 供地签订后180天内又撤销
-- rule: S08
-- severity: F
-- grain: allocation row.
SELECT 'supply' AS kind, supply_id AS key, unit, sheet_id, line,
    date_text(signed_on) || ' 签订，' || date_text(revoked_on) || ' 撤销，只隔' || (revoked_on - signed_on) || '天；请核实供地是否真实，撤销原因：'
    || coalesce(revoke_reason, '未填') AS message
FROM fact.allocation
WHERE revoked_on BETWEEN signed_on AND signed_on + 180
