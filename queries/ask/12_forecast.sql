-- 按近4季度速度能否达标
-- 按近几个季度净供应面积的最慢、平均、最快三种速度推算到期限时的供地率（低、中、高三个数是区间，不是指标），以及每季度须供多少才能达标。假定：应供面积从现在起不变（以后的核销、调整、新批都不计），每季度速度不变，供出面积不超过应供面积；撤销供地会使一季的净供应为负。
-- chart: bar 单位 期限时供地率（低） 期限时供地率（中） 期限时供地率（高）
-- $quarters integer = 4：用最近几个季度的速度
-- $target decimal：目标供地率，默认本期口径
-- $deadline day：期限，默认本期口径
-- $unit unit：单位，默认全部
WITH p AS (
    SELECT as_of, coalesce(CAST($target AS DECIMAL(9, 4)), supply_target) AS target, coalesce(CAST($deadline AS DATE), deadline) AS deadline FROM frame.policy
), horizon AS (
    SELECT as_of, target, deadline, greatest(0, year(deadline + 1) * 4 + quarter(deadline + 1) - year(as_of + 1) * 4 - quarter(as_of + 1)) AS quarters_left FROM p
), recent AS (
    SELECT as_of, previous_as_of FROM (
        SELECT c.as_of, c.previous_as_of, row_number() OVER (ORDER BY c.as_of DESC) AS nth FROM clean.calendar AS c JOIN p ON c.as_of <= p.as_of WHERE c.role IN ('current', 'previous', 'history')
    ) AS x WHERE nth <= CAST($quarters AS BIGINT)
), pace AS (
    SELECT t.unit, count(*) AS quarters, min(t.supplied - o.supplied) AS slow, max(t.supplied - o.supplied) AS fast, CAST(sum(t.supplied - o.supplied) / count(*) AS DECIMAL(18, 6)) AS mean
    FROM recent AS r JOIN total.standing AS t ON t.as_of = r.as_of JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = r.previous_as_of
    GROUP BY t.unit
), row AS (
    SELECT t.unit, u.category, u.unit_code, t.due, t.supplied, h.quarters_left, h.target, h.deadline, s.quarters, s.slow, s.mean, s.fast,
        greatest(0, CAST(h.target * t.due * 0.01 AS DECIMAL(18, 6)) - t.supplied) AS gap,
        greatest(0, least(t.due, t.supplied + h.quarters_left * s.slow)) AS low, greatest(0, least(t.due, t.supplied + h.quarters_left * s.mean)) AS middle,
        greatest(0, least(t.due, t.supplied + h.quarters_left * s.fast)) AS high
    FROM horizon AS h JOIN total.standing AS t ON t.as_of = h.as_of JOIN pace AS s ON s.unit = t.unit LEFT JOIN frame.unit AS u ON u.unit = t.unit
    WHERE t.due > 0 AND t.unit = coalesce(CAST($unit AS VARCHAR), t.unit)
)
SELECT unit AS "单位", pct(supplied, due) AS "现供地率", target AS "目标", deadline AS "期限", quarters_left AS "剩余季度", gap AS "距目标差额",
    CASE WHEN quarters_left > 0 THEN CAST(gap / quarters_left AS DECIMAL(18, 6)) END AS "每季度需供", slow AS "近期最慢每季", mean AS "近期平均每季", fast AS "近期最快每季",
    pct(low, due) AS "期限时供地率（低）", pct(middle, due) AS "期限时供地率（中）", pct(high, due) AS "期限时供地率（高）",
    CASE WHEN gap = 0 THEN '已达标' WHEN quarters_left = 0 THEN '期限已到，未达标' WHEN 100 * low >= target * due THEN '最慢也能达标' WHEN 100 * middle >= target * due THEN '按平均速度能达标'
        WHEN 100 * high >= target * due THEN '按最快速度才能达标' ELSE '照此速度不能达标' END AS "判断",
    '近' || quarters || '个季度的速度不变，应供面积不变' AS "假定"
FROM row ORDER BY unit <> '全区', coalesce(category, '') = '部门', unit_code, unit
