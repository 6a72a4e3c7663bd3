-- 闲置土地存量流量对不上：期初加新增减处置、撤销，不等于期末
-- rule: T01
-- severity: B
-- grain: unit and 全区, the edition's quarter (I3). Opening is the open area at the end of the quarter before; what came
-- is added up anew from the recognitions, the rest from the totals. Where rows have just the area of a gap, the message names the fewest of them.
WITH span AS (
    SELECT c.previous_as_of AS opening_day, p.as_of AS closing_day, CASE WHEN p.idle_base = 'frozen' THEN p.stock_from END AS frozen_on
    FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of
), recognised AS (
    SELECT i.unit, i.idle_area FROM fact.idle AS i JOIN span AS d
        ON i.recognised_on > d.opening_day AND i.recognised_on <= d.closing_day AND (d.frozen_on IS NULL OR i.recognised_on <= d.frozen_on)
    WHERE i.recognised
), came AS (
    SELECT unit, sum(area) AS area FROM (
        SELECT unit, idle_area AS area FROM recognised UNION ALL SELECT '全区', idle_area FROM recognised) AS r GROUP BY unit
), closed AS (
    SELECT t.unit, o.closing AS opening, coalesce(m.area, 0) AS came, t.disposed, t.cancelled, t.closing
    FROM span AS d
    JOIN total.idle AS t ON t.as_of = d.closing_day
    JOIN total.idle AS o ON o.unit = t.unit AND o.as_of = d.opening_day
    LEFT JOIN came AS m ON m.unit = t.unit
)
SELECT 'figure' AS kind, '闲置土地 ' || c.unit AS key, c.unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '期初 ' || area_text(opening) || ' ＋新增 ' || area_text(came) || ' －处置 ' || area_text(disposed) || ' －撤销认定 ' || area_text(cancelled) || ' ＝ '
    || area_text(opening + came - disposed - cancelled) || ' 公顷，期末却是 ' || area_text(closing) || ' 公顷，差额 ' || area_text(closing - (opening + came - disposed - cancelled))
    || ' 公顷' || coalesce('，恰为' || x.words || '；请先核对', '；请核对本季各行的日期') AS message
FROM closed AS c LEFT JOIN suspect.piece AS x ON x.stock = 'idle' AND x.unit = c.unit AND x.area = abs(closing - (opening + came - disposed - cancelled))
WHERE opening + came - disposed - cancelled <> closing
