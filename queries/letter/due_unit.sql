-- 开竣工提醒：各单位已到期未动工、未竣工和三个月以内到期的宗数、面积，最后一行是合计。
-- grain: unit with any, then 合计. A supply counts once in each column; due on the day itself is not yet overdue.
-- params: unit (NULL: all)
WITH p AS (SELECT as_of, CAST(as_of + to_months(3) AS DATE) AS until FROM frame.policy),
supply AS (
    SELECT a.supply_id, min(a.unit) AS unit, max(a.supply_area) AS area,
        max(a.start_due_on) AS start_due_on, max(a.complete_due_on) AS complete_due_on, max(a.started_on) AS started_on, max(a.completed_on) AS completed_on
    FROM fact.allocation AS a JOIN p ON a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    WHERE a.unit = coalesce(CAST($unit AS VARCHAR), a.unit) GROUP BY a.supply_id
), judged AS (
    SELECT s.unit, s.area, coalesce(s.start_due_on < p.as_of AND coalesce(s.started_on > p.as_of, true), false) AS start_late,
        coalesce(s.start_due_on >= p.as_of AND s.start_due_on <= p.until AND coalesce(s.started_on > p.as_of, true), false) AS start_soon,
        coalesce(s.complete_due_on < p.as_of AND coalesce(s.completed_on > p.as_of, true), false) AS complete_late,
        coalesce(s.complete_due_on >= p.as_of AND s.complete_due_on <= p.until AND coalesce(s.completed_on > p.as_of, true), false) AS complete_soon
    FROM supply AS s CROSS JOIN p
), counted AS (
    SELECT coalesce(unit, '合计') AS unit, grouping(unit) AS total,
        count(*) FILTER (WHERE start_late) AS start_late, coalesce(sum(area) FILTER (WHERE start_late), 0) AS start_late_area,
        count(*) FILTER (WHERE complete_late) AS complete_late, coalesce(sum(area) FILTER (WHERE complete_late), 0) AS complete_late_area,
        count(*) FILTER (WHERE start_soon) AS start_soon, coalesce(sum(area) FILTER (WHERE start_soon), 0) AS start_soon_area,
        count(*) FILTER (WHERE complete_soon) AS complete_soon, coalesce(sum(area) FILTER (WHERE complete_soon), 0) AS complete_soon_area
    FROM judged WHERE start_late OR start_soon OR complete_late OR complete_soon GROUP BY ROLLUP (unit)
)
SELECT unit AS "单位", CAST(start_late AS VARCHAR) AS "已到期未动工/宗数", area_text(start_late_area) AS "已到期未动工/面积",
    CAST(complete_late AS VARCHAR) AS "已到期未竣工/宗数", area_text(complete_late_area) AS "已到期未竣工/面积",
    CAST(start_soon AS VARCHAR) AS "三个月内应动工/宗数", area_text(start_soon_area) AS "三个月内应动工/面积",
    CAST(complete_soon AS VARCHAR) AS "三个月内应竣工/宗数", area_text(complete_soon_area) AS "三个月内应竣工/面积"
FROM counted WHERE total = 0 OR start_late + complete_late + start_soon + complete_soon > 0 ORDER BY total, unit
