-- 闲置按原因
-- 依法认定（未撤销）的闲置土地按台账写的闲置原因归类：宗数、面积、已处置和剩余；末行合计等于累计认定和处置面积（I1）。
-- chart: bar 闲置原因 认定面积 剩余面积
-- $as_of as_of：截止日，默认本期
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
row AS (
    SELECT coalesce(i.cause, '原因未填') AS cause, s.recognised, s.done, s.open_area, s.is_done
    FROM p JOIN stand.idle AS s ON s.as_of = p.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE NOT s.cancelled AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT CASE WHEN GROUPING(cause) = 1 THEN '合计' ELSE cause END AS "闲置原因", count(*) AS "认定宗数", coalesce(sum(recognised), 0) AS "认定面积", count(*) FILTER (WHERE is_done) AS "处置宗数",
    coalesce(sum(done), 0) AS "处置面积", coalesce(sum(open_area), 0) AS "剩余面积", pct(sum(done), sum(recognised)) AS "处置率（面积）"
FROM row GROUP BY ROLLUP (cause)
ORDER BY GROUPING(cause), sum(recognised) DESC, cause
