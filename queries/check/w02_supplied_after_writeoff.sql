-- 土地已核销或调整走，之后又供了出去
-- rule: W02
-- severity: B
-- grain: parcel, or batch where the write-off names no parcel. Only where what was supplied later does not fit into
-- what the write-off had left: 0.005 ha on a parcel, the larger of 0.01 ha and 0.5 % on a batch. Revoked supplies do not count.
WITH live AS (
    SELECT a.batch_id, a.parcel_id, a.supply_id, a.signed_on, a.allocated_area, a.unit
    FROM fact.allocation AS a CROSS JOIN frame.policy AS p
    WHERE a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
), taken AS (
    SELECT 'parcel' AS kind, w.parcel_id AS key, sum(w.area) AS area, min(w.effective_on) AS effective_on
    FROM fact.writeoff AS w JOIN frame.policy AS p ON w.effective_on <= p.as_of WHERE w.parcel_id IS NOT NULL GROUP BY w.parcel_id
    UNION ALL
    SELECT 'batch', w.batch_id, sum(w.area), min(w.effective_on) FILTER (WHERE w.parcel_id IS NULL)
    FROM fact.writeoff AS w JOIN frame.policy AS p ON w.effective_on <= p.as_of GROUP BY w.batch_id
), supplied AS (
    SELECT t.kind, t.key, t.area, t.effective_on, sum(l.allocated_area) AS supplied, max(l.signed_on) AS signed_on,
        arg_max(l.supply_id, l.signed_on) AS supply_id, min(l.unit) AS unit
    FROM taken AS t JOIN live AS l ON l.parcel_id = t.key WHERE t.kind = 'parcel'
    GROUP BY t.kind, t.key, t.area, t.effective_on
    UNION ALL
    SELECT t.kind, t.key, t.area, t.effective_on, sum(l.allocated_area), max(l.signed_on), arg_max(l.supply_id, l.signed_on), NULL
    FROM taken AS t JOIN live AS l ON l.batch_id = t.key WHERE t.kind = 'batch' AND t.effective_on IS NOT NULL
    GROUP BY t.kind, t.key, t.area, t.effective_on
), sized AS (
    SELECT s.kind, s.key, s.unit, p.sheet_id, p.line, s.area, s.effective_on, s.supplied, s.signed_on, s.supply_id, p.parcel_area AS whole, 0.005 AS tolerance
    FROM supplied AS s JOIN fact.parcel AS p ON p.parcel_id = s.key WHERE s.kind = 'parcel'
    UNION ALL
    SELECT s.kind, s.key, b.unit, b.sheet_id, b.line, s.area, s.effective_on, s.supplied, s.signed_on, s.supply_id, b.base_area,
        greatest(0.01, 0.005 * (b.base_area - s.area))
    FROM supplied AS s JOIN fact.batch AS b ON b.batch_id = s.key WHERE s.kind = 'batch'
)
SELECT kind, key, unit, sheet_id, line,
    '面积 ' || area_text(whole) || ' 公顷，' || date_text(effective_on) || '起核销、调整 ' || area_text(area) || ' 公顷，' || date_text(signed_on)
    || '又供出（' || supply_id || '），累计已供 ' || area_text(supplied) || ' 公顷，合计超出；请查明哪一项有误' AS message
FROM sized
WHERE signed_on > effective_on AND supplied + area > whole + tolerance
