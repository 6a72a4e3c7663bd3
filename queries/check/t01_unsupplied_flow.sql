-- 批而未供存量流量对不上：期初加新增减供应、核销、调整，不等于期末
-- rule: T01
-- severity: B
-- grain: unit and 全区, the edition's quarter. Opening and closing are the totals; what came and went is added up
-- anew from the rows of batches, allocations and write-offs by their days, the oversupply from each batch and unit.
-- An act before its batch's approval counts from the approval. A unit's part of a write-off of a whole batch is R17's, so only 全区 is held to the rows.
-- Where rows have just the area of a gap, the message names the fewest of them.
WITH span AS (
    SELECT c.previous_as_of AS opening_day, p.as_of AS closing_day FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of
), cohort AS (
    SELECT batch_id, approved_on FROM fact.batch WHERE in_cohort
), act AS (
    SELECT s.unit, c.approved_on AS day, s.area AS land, 0 AS supplied, 0 AS gone
    FROM fact.share AS s JOIN cohort AS c ON c.batch_id = s.batch_id WHERE s.dimension = 'unit'
    UNION ALL
    SELECT a.unit, greatest(a.signed_on, c.approved_on), 0, a.allocated_area, 0 FROM fact.allocation AS a JOIN cohort AS c ON c.batch_id = a.batch_id
    UNION ALL
    SELECT a.unit, greatest(a.revoked_on, a.signed_on, c.approved_on), 0, -a.allocated_area, 0
    FROM fact.allocation AS a JOIN cohort AS c ON c.batch_id = a.batch_id WHERE a.revoked_on IS NOT NULL
    UNION ALL
    SELECT '全区', greatest(w.effective_on, c.approved_on), 0, 0, w.area FROM fact.writeoff AS w JOIN cohort AS c ON c.batch_id = w.batch_id
), came AS (
    SELECT a.unit, a.land, a.supplied, a.gone FROM act AS a JOIN span AS d ON a.day > d.opening_day AND a.day <= d.closing_day
), moved AS (
    SELECT unit, sum(land) AS land, sum(supplied) AS supplied, sum(gone) AS gone FROM (
        SELECT unit, land, supplied, gone FROM came
        UNION ALL SELECT '全区', land, supplied, 0 FROM came WHERE unit <> '全区'
    ) AS m GROUP BY unit
), oversupply AS (
    SELECT unit, sum(excess) AS excess FROM (
        SELECT s.unit, CASE WHEN s.as_of = d.closing_day THEN s.allocated - s.supplied ELSE s.supplied - s.allocated END AS excess
        FROM stand.position AS s JOIN span AS d ON s.as_of IN (d.opening_day, d.closing_day) WHERE s.dimension = 'unit'
        UNION ALL
        SELECT '全区', CASE WHEN s.as_of = d.closing_day THEN s.allocated - s.supplied ELSE s.supplied - s.allocated END
        FROM stand.position AS s JOIN span AS d ON s.as_of IN (d.opening_day, d.closing_day) WHERE s.dimension = 'unit'
    ) AS o GROUP BY unit
), closed AS (
    SELECT t.unit, o.unsupplied AS opening, coalesce(m.land, 0) AS land, coalesce(m.supplied, 0) - coalesce(v.excess, 0) AS supplied,
        CASE WHEN t.unit = '全区' THEN coalesce(m.gone, 0) ELSE t.written_off + t.adjusted - o.written_off - o.adjusted END AS gone, t.unsupplied AS closing
    FROM span AS d
    JOIN total.standing AS t ON t.as_of = d.closing_day
    JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = d.opening_day
    LEFT JOIN frame.unit AS u ON u.unit = t.unit
    LEFT JOIN moved AS m ON m.unit = t.unit
    LEFT JOIN oversupply AS v ON v.unit = t.unit
    WHERE t.unit = '全区' OR u.category <> '部门' OR t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit')
)
SELECT 'figure' AS kind, '批而未供 ' || c.unit AS key, c.unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '期初 ' || area_text(opening) || ' ＋新增 ' || area_text(land) || ' －供应 ' || area_text(supplied) || ' －核销调整 ' || area_text(gone) || ' ＝ '
    || area_text(opening + land - supplied - gone) || ' 公顷，期末却是 ' || area_text(closing) || ' 公顷，差额 ' || area_text(closing - (opening + land - supplied - gone))
    || ' 公顷' || coalesce('，恰为' || x.words || '；请先核对', '；请核对本季各行的日期') AS message
FROM closed AS c LEFT JOIN suspect.piece AS x ON x.stock = 'land' AND x.unit = c.unit AND x.area = abs(closing - (opening + land - supplied - gone))
WHERE opening + land - supplied - gone <> closing
