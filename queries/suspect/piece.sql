-- 对不上账时先看哪几行：退回的行、本季变动的行、超供的批次，一行、两行或成批，各合多少面积。
-- grain: stock (land or idle), unit (全区 too), area: the smallest set of rows with that area. The checks of sums look a gap up here (T01).
-- Pairs are made of refused rows only, and only where a unit has a hundred of them or fewer.
WITH refused AS (
    SELECT sheet_id, line, min(rule) AS rule FROM (SELECT sheet_id, line, rule FROM refuse.row UNION ALL SELECT sheet_id, line, rule FROM clash.row) AS r GROUP BY sheet_id, line
), span AS (
    SELECT c.previous_as_of AS opening_day, p.as_of AS closing_day FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of
), home AS (
    SELECT approval_no, min(unit) AS unit FROM admit.batch GROUP BY approval_no HAVING count(DISTINCT unit) = 1
), lost AS (
    SELECT 'land' AS stock, coalesce(a.unit, c.unit) AS unit, c.sheet_id, c.line, coalesce(c.new_construction_area, c.approved_area) AS area
    FROM clean.batch AS c JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line LEFT JOIN naming.unit_alias AS a ON a.alias = c.unit
    UNION ALL
    SELECT 'land', h.unit, c.sheet_id, c.line, coalesce(c.allocated_area, c.supply_area)
    FROM clean.supply AS c JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line LEFT JOIN home AS h ON h.approval_no = c.approval_no
    UNION ALL
    SELECT 'land', h.unit, c.sheet_id, c.line, c.area
    FROM clean.writeoff AS c JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line LEFT JOIN home AS h ON h.approval_no = c.approval_no
    UNION ALL
    SELECT 'idle', coalesce(a.unit, c.unit), c.sheet_id, c.line, c.idle_area
    FROM clean.idle AS c JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line LEFT JOIN naming.unit_alias AS a ON a.alias = c.unit
    UNION ALL
    SELECT 'idle', i.unit, c.sheet_id, c.line, c.disposed_area
    FROM clean.idle_disposal AS c JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line LEFT JOIN fact.idle AS i ON i.idle_id = c.idle_id
), moved AS (
    SELECT 'land' AS stock, b.unit, b.sheet_id, b.line, b.base_area AS area, '本季批准的' AS what FROM fact.batch AS b JOIN span AS d ON b.approved_on > d.opening_day AND b.approved_on <= d.closing_day
    UNION ALL SELECT 'land', a.unit, a.sheet_id, a.line, a.allocated_area, '本季签订的' FROM fact.allocation AS a JOIN span AS d ON a.signed_on > d.opening_day AND a.signed_on <= d.closing_day
    UNION ALL SELECT 'land', a.unit, a.sheet_id, a.line, a.allocated_area, '本季撤销的' FROM fact.allocation AS a JOIN span AS d ON a.revoked_on > d.opening_day AND a.revoked_on <= d.closing_day
    UNION ALL SELECT 'land', w.unit, w.sheet_id, w.line, w.area, '本季核销调整的' FROM fact.writeoff AS w JOIN span AS d ON w.effective_on > d.opening_day AND w.effective_on <= d.closing_day
    UNION ALL SELECT 'land', s.unit, b.sheet_id, b.line, s.allocated - s.supplied, '超供的' FROM stand.position AS s JOIN span AS d ON s.as_of = d.closing_day
    JOIN fact.batch AS b ON b.batch_id = s.batch_id WHERE s.dimension = 'unit' AND s.allocated > s.supplied
    UNION ALL SELECT 'idle', i.unit, i.sheet_id, i.line, i.idle_area, '本季认定的' FROM fact.idle AS i JOIN span AS d ON i.recognised_on > d.opening_day AND i.recognised_on <= d.closing_day
    UNION ALL SELECT 'idle', i.unit, a.sheet_id, a.line, a.disposed_area, '本季处置的' FROM fact.idle_disposal AS a JOIN fact.idle AS i ON i.idle_id = a.idle_id
    JOIN span AS d ON a.disposed_on > d.opening_day AND a.disposed_on <= d.closing_day
), listed AS (
    SELECT l.stock, l.unit, l.sheet_id, l.line, l.area, r.rule, '退回的（' || r.rule || '）' AS what FROM lost AS l JOIN refused AS r ON r.sheet_id = l.sheet_id AND r.line = l.line
    UNION ALL SELECT stock, unit, sheet_id, line, area, NULL, what FROM moved
), row AS (
    SELECT l.stock, u.unit, l.sheet_id, l.line, l.area, l.rule, coalesce(s.file, '') || coalesce('［' || s.sheet || '］', '') AS place, l.what,
        count(l.rule) OVER (PARTITION BY l.stock, u.unit) AS refused_rows
    FROM listed AS l JOIN load.sheet AS s ON s.sheet_id = l.sheet_id
    JOIN (SELECT sheet_id, line, stock, unit FROM listed WHERE unit IS NOT NULL UNION SELECT sheet_id, line, stock, '全区' FROM listed) AS u
        ON u.sheet_id = l.sheet_id AND u.line = l.line AND u.stock = l.stock AND (u.unit = l.unit OR u.unit = '全区')
    WHERE l.area > 0
), piece AS (
    SELECT stock, unit, area, 1 AS size, sheet_id, line, place || '第' || line || '行' || what || ' ' || area_text(area) || ' 公顷' AS words FROM row
    UNION ALL
    SELECT a.stock, a.unit, a.area + b.area, 2, a.sheet_id, a.line, a.place || '第' || a.line || '行、' || b.place || '第' || b.line || '行两个退回的行之和'
    FROM row AS a JOIN row AS b ON b.stock = a.stock AND b.unit = a.unit AND (b.sheet_id > a.sheet_id OR b.sheet_id = a.sheet_id AND b.line > a.line)
    WHERE a.rule IS NOT NULL AND b.rule IS NOT NULL AND a.refused_rows <= 100
    UNION ALL
    SELECT stock, unit, sum(area), 3, sheet_id, min(line), min(place) || '退回的' || count(*) || '行之和' FROM row WHERE rule IS NOT NULL GROUP BY stock, unit, sheet_id HAVING count(*) > 2
    UNION ALL
    SELECT stock, unit, sum(area), 4, min(sheet_id), min(line), unit || '退回的全部' || count(*) || '行之和' FROM row WHERE rule IS NOT NULL GROUP BY stock, unit HAVING count(*) > 2
), ordered AS (
    SELECT stock, unit, area, size, words, row_number() OVER (PARTITION BY stock, unit, area ORDER BY size, sheet_id, line, words) AS nth FROM piece
)
SELECT stock, unit, CAST(area AS DECIMAL(38, 6)) AS area, size, words FROM ordered WHERE nth = 1
