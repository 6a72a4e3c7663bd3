-- 同一宗闲置土地先延期、调整、临时使用或转让，以后又动工、收回或置换，面积是否同一块地
-- rule: I11
-- severity: F
-- grain: idle parcel. Of the same area it is taken for the same land and counts once; of another area both count, up to the whole parcel,
-- which a person confirms. Parcels of which one act covers the whole, or the acts together just the whole, are left alone.
WITH soft AS (
    SELECT idle_id, sum(disposed_area) AS area, min(disposed_on) AS first_on, min(followed_on) AS followed_on FROM fact.idle_disposal
    WHERE way_code IN ('D2', 'D3', 'D4', 'D9') GROUP BY idle_id
), ending AS (
    SELECT idle_id, sum(disposed_area) AS area, max(disposed_on) AS last_on FROM fact.idle_disposal WHERE way_code IN ('D1', 'D5', 'D6', 'D8') GROUP BY idle_id
)
SELECT 'idle' AS kind, i.idle_id AS key, i.unit, i.sheet_id, i.line,
    '延期、调整、临时使用、转让共 ' || area_text(s.area) || ' 公顷，之后动工、收回、置换共 ' || area_text(e.area) || ' 公顷，闲置面积 ' || area_text(i.idle_area) || ' 公顷；'
    || CASE WHEN s.followed_on IS NOT NULL THEN '面积相同的按同一块地只计一次；不是同一块地的请在处置文号或宗地上分开'
        ELSE '面积不同，按不同的地分别计入；是同一块地的，请把前一次的处置面积改为只属于它的部分' END AS message
FROM soft AS s JOIN ending AS e ON e.idle_id = s.idle_id AND e.last_on >= s.first_on
JOIN fact.idle AS i ON i.idle_id = s.idle_id
WHERE s.area < i.idle_area AND e.area < i.idle_area AND (s.area + e.area <> i.idle_area OR s.followed_on IS NOT NULL)
UNION ALL
SELECT 'idle', i.idle_id, i.unit, i.sheet_id, i.line,
    '同样面积 ' || area_text(d.disposed_area) || ' 公顷（不足整宗 ' || area_text(i.idle_area) || ' 公顷）先后延期' || count(*) || '次；按同一块地只计最后一次，不是同一块地的请在处置文号或宗地上分开'
FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id WHERE d.way_code = 'D2' AND d.disposed_area < i.idle_area
GROUP BY i.idle_id, i.unit, i.sheet_id, i.line, i.idle_area, d.disposed_area HAVING count(DISTINCT d.disposed_on) > 1
