-- 综合排名表
WITH p AS (SELECT as_of FROM frame.policy), advice AS (
    SELECT unit, string_agg(action || '（' || CASE WHEN confirmed THEN '已审定' ELSE '待审定' END || '）', '；' ORDER BY action DESC) AS text FROM proposal.consequence GROUP BY unit
), last_quarter AS (SELECT max(quarter) AS quarter FROM rank.past), before AS (
    SELECT r.unit, coalesce(o.rank, r.rank) AS rank FROM rank.unit AS r JOIN clean.calendar AS c ON c.as_of = r.as_of AND c.role = 'previous'
    LEFT JOIN (SELECT x.unit, x.rank, x.quarter FROM rank.past AS x JOIN last_quarter AS l ON l.quarter = x.quarter) AS o ON o.unit = r.unit AND o.quarter = c.quarter
)
SELECT coalesce(CAST(r.rank AS VARCHAR), '—') AS "排名", r.unit AS "单位", coalesce(CAST(CAST(r.score AS DECIMAL(18, 2)) AS VARCHAR), '—') AS "综合得分", coalesce(rate_text(r.supplied, r.due), '—') AS "供地率",
    coalesce(rate_text(r.done, r.recognised), '—') AS "闲置土地处置率", area_text(r.disposed) AS "本季处置面积", area_text(r.remaining) AS "剩余面积",
    CASE WHEN b.rank IS NULL OR r.rank IS NULL THEN '—' WHEN b.rank > r.rank THEN '升' || (b.rank - r.rank) || '位' WHEN b.rank < r.rank THEN '降' || (r.rank - b.rank) || '位' ELSE '持平' END AS "较上季度",
    CASE WHEN coalesce(k.low_streak, 0) > 0 THEN k.low_streak || '期' ELSE '—' END AS "连续靠后", r.status AS "状态", coalesce(a.text, '—') AS "建议"
FROM rank.unit AS r JOIN p ON p.as_of = r.as_of LEFT JOIN judge.streak AS k ON k.unit = r.unit LEFT JOIN advice AS a ON a.unit = r.unit LEFT JOIN before AS b ON b.unit = r.unit
ORDER BY r.rank NULLS LAST, r.unit_code
