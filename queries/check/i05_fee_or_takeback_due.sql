-- 因企业原因闲置满一年未征缴闲置费，或满二年未收回
-- rule: I05
-- severity: F
-- grain: idle parcel open at the edition's as_of (I4, I5).
SELECT 'idle' AS kind, s.idle_id AS key, s.unit, i.sheet_id, i.line,
    '自 ' || date_text(i.clock_from) || ' 起闲置，还剩 ' || area_text(s.open_area) || ' 公顷，' || CASE
        WHEN s.takeback_due AND s.fee_due THEN '满二年，既未征缴闲置费，也未作出收回决定；应依法无偿收回'
        WHEN s.takeback_due THEN '满二年，未作出收回决定；应依法无偿收回'
        ELSE '满一年，未作出征缴闲置费决定；应按价款的20%征缴' || coalesce('（' || CAST(CAST(i.price * 0.2 AS DECIMAL(18, 2)) AS VARCHAR) || ' 万元）', '') END AS message
FROM stand.idle AS s
JOIN frame.policy AS p ON p.as_of = s.as_of
JOIN fact.idle AS i ON i.idle_id = s.idle_id
WHERE s.fee_due OR s.takeback_due
