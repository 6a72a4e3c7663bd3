-- 闲置费不等于成交价款的20%
-- rule: I06
-- severity: F
-- grain: idle parcel with 闲置费金额 and 成交价款. Tolerance 0.01 万元.
SELECT 'idle' AS kind, idle_id AS key, unit, sheet_id, line,
    '闲置费 ' || CAST(CAST(fee_amount AS DECIMAL(18, 2)) AS VARCHAR) || ' 万元，成交价款 ' || CAST(CAST(price AS DECIMAL(18, 2)) AS VARCHAR) || ' 万元的20%是 '
    || CAST(CAST(price * 0.2 AS DECIMAL(18, 2)) AS VARCHAR) || ' 万元；请核对金额和单位' AS message
FROM fact.idle
WHERE price > 0 AND abs(fee_amount - price * 0.2) > 0.01
