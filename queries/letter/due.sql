-- 开竣工提醒清单：约定动工、竣工已到期还没有动工、竣工的，和三个月以内到期的供地。
-- grain: supply and item (动工 or 竣工). A supply is told once with its whole area; one that is revoked is not told.
-- params: unit (NULL: all)
WITH p AS (SELECT as_of, CAST(as_of + to_months(3) AS DATE) AS until FROM frame.policy),
supply AS (
    SELECT a.supply_id, min(a.unit) AS unit, max(a.land_user) AS land_user, max(a.land_use) AS land_use, max(a.supply_area) AS area,
        max(a.start_due_on) AS start_due_on, max(a.complete_due_on) AS complete_due_on, max(a.started_on) AS started_on, max(a.completed_on) AS completed_on
    FROM fact.allocation AS a JOIN p ON a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    WHERE a.unit = coalesce(CAST($unit AS VARCHAR), a.unit) GROUP BY a.supply_id
), due AS (
    SELECT s.supply_id, '动工' AS item, s.start_due_on AS due_on, s.unit, s.land_user, s.land_use, s.area FROM supply AS s JOIN p ON s.start_due_on <= p.until
    WHERE s.started_on IS NULL OR s.started_on > p.as_of
    UNION ALL
    SELECT s.supply_id, '竣工', s.complete_due_on, s.unit, s.land_user, s.land_use, s.area FROM supply AS s JOIN p ON s.complete_due_on <= p.until
    WHERE s.completed_on IS NULL OR s.completed_on > p.as_of
)
SELECT CAST(row_number() OVER (ORDER BY d.unit, d.due_on, d.item, d.supply_id) AS VARCHAR) AS "序号", d.unit AS "责任单位", d.supply_id AS "电子监管号", coalesce(d.land_user, '') AS "用地单位",
    coalesce(d.land_use, '') AS "土地用途", area_text(d.area) AS "供地面积", '约定' || d.item AS "事项", CAST(d.due_on AS VARCHAR) AS "约定日期",
    CASE WHEN d.due_on < p.as_of THEN '超期' || (p.as_of - d.due_on) || '天' WHEN d.due_on = p.as_of THEN '当日到期' ELSE '还有' || (d.due_on - p.as_of) || '天' END AS "状态"
FROM due AS d CROSS JOIN p ORDER BY d.unit, d.due_on, d.item, d.supply_id
