-- 看板：谁在首位、谁在末位，从哪一期起。
-- grain: unit that is first or last now. As in the ranking, a quarter that was published keeps its published rank.
WITH day AS (SELECT as_of, quarter, label, role FROM clean.calendar WHERE role IN ('current', 'previous', 'history')),
seen AS (
    SELECT d.as_of, d.quarter, d.label, r.unit, r.unit_code, coalesce(o.rank, r.rank) AS rank,
        max(coalesce(o.rank, r.rank)) OVER (PARTITION BY d.as_of) AS last_rank
    FROM rank.unit AS r JOIN day AS d ON d.as_of = r.as_of LEFT JOIN rank.past AS o ON o.unit = r.unit AND o.quarter = d.quarter AND d.role <> 'current'
), held AS (
    SELECT 'first' AS place, as_of, quarter, label, unit, unit_code, coalesce(rank = 1, false) AS holds FROM seen
    UNION ALL SELECT 'last', as_of, quarter, label, unit, unit_code, coalesce(rank = last_rank AND last_rank > 1, false) FROM seen
), broken AS (
    SELECT place, unit, max(as_of) FILTER (WHERE NOT holds) AS lost FROM held GROUP BY place, unit
), run AS (
    SELECT h.place, h.unit, h.unit_code, count(*) AS quarters, arg_min(h.label, h.as_of) AS since
    FROM held AS h JOIN broken AS b ON b.place = h.place AND b.unit = h.unit
    WHERE h.holds AND (b.lost IS NULL OR h.as_of > b.lost) GROUP BY h.place, h.unit, h.unit_code
)
SELECT r.place, CASE r.place WHEN 'first' THEN '首位' ELSE '末位' END AS place_text, r.unit,
    CASE WHEN r.quarters > 1 THEN '自' || r.since || '起，连续' || r.quarters || '个季度' ELSE '自本季度起' END AS since_text,
    CAST(CAST(n.score AS DECIMAL(18, 2)) AS VARCHAR) || '分' AS score_text,
    '供地率' || coalesce(rate_text(n.supplied, n.due), '无任务') || '，处置率' || coalesce(rate_text(n.done, n.recognised), '无任务') AS rates_text,
    '综合得分＝' || regexp_replace(CAST(p.supply_weight AS VARCHAR), '\.?0+$', '') || '×供地率完成目标的程度＋' || regexp_replace(CAST(p.idle_weight AS VARCHAR), '\.?0+$', '') || '×处置率完成目标的程度，每部分最多算到完成；同分比本季处置面积，再比剩余面积' AS how
FROM run AS r JOIN rank.unit AS n ON n.unit = r.unit JOIN frame.policy AS p ON p.as_of = n.as_of
ORDER BY r.place, r.unit_code
