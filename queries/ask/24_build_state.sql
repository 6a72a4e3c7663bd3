-- 到期开工、未开工、竣工、未竣工按单位和用途
-- 截止日前约定动工（竣工）已到期的供地，实际动工（竣工）了几宗、没有的几宗；面积按分摊计，宗数在同一单位、同一用途内不重复。
-- $as_of day：截止日，默认本期；可以是任何一天
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT coalesce(CAST($as_of AS DATE), as_of) AS as_of FROM frame.policy),
row AS (
    SELECT a.supply_id, a.unit, coalesce(a.land_use, '用途未填') AS land_use, a.allocated_area AS area, a.start_due_on <= p.as_of AS start_due, coalesce(a.started_on <= p.as_of, false) AS started,
        a.complete_due_on <= p.as_of AS complete_due, coalesce(a.completed_on <= p.as_of, false) AS completed
    FROM fact.allocation AS a JOIN p ON a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    WHERE a.unit = coalesce(CAST($unit AS VARCHAR), a.unit)
)
SELECT unit AS "责任单位", land_use AS "土地用途", count(DISTINCT supply_id) AS "供地宗数", sum(area) AS "供地面积",
    count(DISTINCT supply_id) FILTER (WHERE start_due AND started) AS "到期已开工宗数", coalesce(sum(area) FILTER (WHERE start_due AND started), 0) AS "到期已开工面积",
    count(DISTINCT supply_id) FILTER (WHERE start_due AND NOT started) AS "到期未开工宗数", coalesce(sum(area) FILTER (WHERE start_due AND NOT started), 0) AS "到期未开工面积",
    count(DISTINCT supply_id) FILTER (WHERE complete_due AND completed) AS "到期已竣工宗数", coalesce(sum(area) FILTER (WHERE complete_due AND completed), 0) AS "到期已竣工面积",
    count(DISTINCT supply_id) FILTER (WHERE complete_due AND NOT completed) AS "到期未竣工宗数", coalesce(sum(area) FILTER (WHERE complete_due AND NOT completed), 0) AS "到期未竣工面积"
FROM row GROUP BY unit, land_use ORDER BY unit, land_use
