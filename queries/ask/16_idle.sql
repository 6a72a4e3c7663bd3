-- 闲置宗数、面积、处置率
-- 依法认定的闲置土地：累计认定、已处置、剩余的宗数和面积，处置率按面积（I1）和宗数（I2）并列，本季的期初、新增、处置、撤销、期末（I3）。
-- governed: yes
-- $as_of as_of：截止日，默认本期
-- $unit unit = 全区：单位，默认全区
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of, idle_target FROM frame.policy)
SELECT i.unit AS "单位", i.as_of AS "截止日", i.recognised_count AS "认定宗数", i.recognised AS "认定面积", i.done_count AS "处置宗数", i.done AS "处置面积",
    f.value AS "处置率（面积）", c.value AS "处置率（宗数）", p.idle_target AS "目标", m.idle_target_met AS "达到目标",
    i.opening AS "期初存量", i.new_area AS "本季新增", i.disposed AS "本季处置", i.cancelled AS "本季撤销认定", i.closing AS "期末存量", i.closing_count AS "期末宗数"
FROM p JOIN total.idle AS i ON i.as_of = p.as_of
JOIN kpi.figure AS f ON f.indicator = 'idle_disposal_rate' AND f.unit = i.unit AND f.as_of = i.as_of
JOIN kpi.figure AS c ON c.indicator = 'idle_disposal_rate_count' AND c.unit = i.unit AND c.as_of = i.as_of
LEFT JOIN judge.met AS m ON m.unit = i.unit AND m.as_of = i.as_of
WHERE i.unit = CAST($unit AS VARCHAR)
