-- 假如某些地块本季供出
-- 假如写明的地块在截止日前全部供出，各单位和全区的供地率变成多少。假定：每块供出的是它的剩余面积，一个批次一个单位合计不超过未供面积（R7），核销调整不变；低、高两个数是只供出一部分（默认 80%）和全部供出的区间，不是指标。
-- chart: bar 单位 现供地率 假设后供地率（低） 假设后供地率（高）
-- $parcels text：地块编号，几个用逗号或顿号隔开；默认处置时限在截止日后三个月以内的地块
-- $low decimal = 80：区间低端：供出面积的百分之几
-- $target decimal：目标供地率，默认本期口径
WITH p AS (SELECT as_of, coalesce(CAST($target AS DECIMAL(9, 4)), supply_target) AS target FROM frame.policy),
asked AS (
    SELECT DISTINCT trim(unnest(regexp_split_to_array(CAST($parcels AS VARCHAR), '[,，、;；\s]+'))) AS parcel_id
), chosen AS (
    SELECT s.parcel_id, s.batch_id, s.unit, s.remaining FROM stand.parcel AS s CROSS JOIN p
    JOIN stand.position AS o ON o.batch_id = s.batch_id AND o.unit = s.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
    WHERE s.in_cohort AND s.remaining > 0 AND o.unsupplied > 0
        AND CASE WHEN CAST($parcels AS VARCHAR) IS NULL THEN s.deadline <= p.as_of + INTERVAL 3 MONTH ELSE s.parcel_id IN (SELECT parcel_id FROM asked) END
), gain AS (
    SELECT c.batch_id, c.unit, count(*) AS parcels, least(sum(c.remaining), max(s.unsupplied)) AS area, least(sum(CAST(c.remaining * CAST($low AS DECIMAL(9, 4)) * 0.01 AS DECIMAL(18, 6))), max(s.unsupplied)) AS low
    FROM chosen AS c CROSS JOIN p JOIN stand.position AS s ON s.batch_id = c.batch_id AND s.unit = c.unit AND s.dimension = 'unit' AND s.as_of = p.as_of
    GROUP BY c.batch_id, c.unit
), per_unit AS (
    SELECT unit, sum(parcels) AS parcels, sum(area) AS area, sum(low) AS low FROM gain GROUP BY unit
    UNION ALL SELECT '全区', coalesce(sum(parcels), 0), coalesce(sum(area), 0), coalesce(sum(low), 0) FROM gain
)
SELECT g.unit AS "单位", g.parcels AS "供出地块", g.area AS "增加已供面积", pct(t.supplied, t.due) AS "现供地率",
    pct(t.supplied + g.low, t.due) AS "假设后供地率（低）", pct(t.supplied + g.area, t.due) AS "假设后供地率（高）", points(t.supplied + g.area, t.due, t.supplied, t.due) AS "提高个百分点",
    greatest(0, CAST(p.target * t.due * 0.01 AS DECIMAL(18, 6)) - t.supplied - g.area) AS "供后距目标差额", 100 * (t.supplied + g.area) >= p.target * t.due AS "供后达到目标",
    CASE WHEN g.unit = '全区' THEN (SELECT string_agg(a.parcel_id, '、' ORDER BY a.parcel_id) FROM asked AS a WHERE a.parcel_id <> '' AND a.parcel_id NOT IN (SELECT parcel_id FROM chosen)) END AS "没有剩余面积或查不到的编号",
    '剩余面积全部供出为高，供出' || $low || '%为低；其他不变' AS "假定"
FROM per_unit AS g CROSS JOIN p JOIN total.standing AS t ON t.unit = g.unit AND t.as_of = p.as_of LEFT JOIN frame.unit AS u ON u.unit = g.unit
ORDER BY g.unit <> '全区', u.unit_code, g.unit
