-- 招标拍卖挂牌出让没有成交价款
-- rule: S09
-- severity: F
-- grain: supply; the price may stand on any of its rows.
WITH bare AS (
    SELECT supply_id, unit, sheet_id, line, supply_way, row_number() OVER (PARTITION BY supply_id ORDER BY sheet_id, line) AS nth
    FROM fact.allocation
    WHERE regexp_matches(supply_way, '招标|拍卖|挂牌|招拍挂') AND coalesce(price, 0) <= 0
)
SELECT 'supply' AS kind, b.supply_id AS key, b.unit, b.sheet_id, b.line,
    '供应方式是' || b.supply_way || '，成交价款为空或不大于零；请按成交确认书补填' AS message
FROM bare AS b
WHERE b.nth = 1 AND NOT EXISTS (SELECT 1 FROM fact.allocation AS a WHERE a.supply_id = b.supply_id AND a.price > 0)
