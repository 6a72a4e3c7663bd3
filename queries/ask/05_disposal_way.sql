-- 本季处置按方式
-- 本季度处置的批而未供面积：供应、核销、调整使用之和等于本季处置面积（R5）；供应中补办未供即用手续的单列为“其中：完善手续”，不重复相加。
-- chart: bar 方式 面积
-- governed: yes
-- $as_of as_of：截止日，默认本期
-- $unit unit = 全区：单位，默认全区
WITH p AS (
    SELECT c.as_of, c.previous_as_of FROM clean.calendar AS c
    WHERE c.as_of = coalesce(CAST($as_of AS DATE), (SELECT as_of FROM frame.policy))
), flow AS (
    SELECT t.supplied - o.supplied AS supplied, t.written_off - o.written_off AS written_off, t.adjusted - o.adjusted AS adjusted
    FROM p JOIN total.standing AS t ON t.as_of = p.as_of JOIN total.standing AS o ON o.as_of = p.previous_as_of AND o.unit = t.unit
    WHERE t.unit = CAST($unit AS VARCHAR)
), signed AS (
    SELECT a.supply_id, a.allocated_area, n.stage = '未供即用' AS in_use
    FROM fact.allocation AS a JOIN p ON a.signed_on > p.previous_as_of AND a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort LEFT JOIN fact.parcel AS n ON n.parcel_id = a.parcel_id
    WHERE CAST($unit AS VARCHAR) IN ('全区', a.unit)
), gone AS (
    SELECT w.class, count(*) AS acts FROM fact.writeoff AS w JOIN p ON w.effective_on > p.previous_as_of AND w.effective_on <= p.as_of
    JOIN fact.batch AS b ON b.batch_id = w.batch_id AND b.in_cohort
    WHERE CAST($unit AS VARCHAR) IN ('全区', w.unit) GROUP BY w.class
)
SELECT way AS "方式", area AS "面积", acts AS "宗数", note AS "说明" FROM (
    SELECT 1 AS seq, '供应' AS way, supplied AS area, (SELECT count(DISTINCT supply_id) FROM signed) AS acts, '已供面积的净增加，扣除本季撤销、超供不计' AS note FROM flow
    UNION ALL SELECT 2, '其中：完善手续', coalesce((SELECT sum(allocated_area) FROM signed WHERE in_use), 0), (SELECT count(DISTINCT supply_id) FROM signed WHERE in_use), '本季签订、地块现状阶段为未供即用的供地' FROM flow
    UNION ALL SELECT 3, '核销', written_off, coalesce((SELECT acts FROM gone WHERE class = 'writeoff'), 0), '失效、撤回、核销' FROM flow
    UNION ALL SELECT 4, '调整使用', adjusted, coalesce((SELECT acts FROM gone WHERE class = 'adjustment'), 0), '调整到新批次' FROM flow
    UNION ALL SELECT 5, '合计', supplied + written_off + adjusted, (SELECT count(DISTINCT supply_id) FROM signed) + coalesce((SELECT sum(acts) FROM gone), 0), '等于本季处置面积' FROM flow
) AS x ORDER BY seq
