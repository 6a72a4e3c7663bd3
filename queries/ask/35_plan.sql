-- 达到目标最少要供哪些地块
-- 每个单位（或全区）按选定的先后供出地块，直到供地率达到目标为止的最小一组。按面积：大的在前，块数最少；按难易：未供即用、征而未供、批而未征依次，同阶段大的在前；按时限：处置时限早的在前。假定：每块供出剩余面积，一个批次一个单位合计不超过未供面积（R7），应供面积不变。地块全部供出仍不够的，末行写明还差多少。
-- $target decimal：目标供地率，如 80 或 90，默认本期口径
-- $by choice(面积|难易|时限) = 面积：先后次序
-- $unit unit：单位，默认各责任单位分别做；写全区则全区一起挑
WITH p AS (SELECT as_of, coalesce(CAST($target AS DECIMAL(9, 4)), supply_target) AS target FROM frame.policy),
candidate AS (
    SELECT s.parcel_id, s.batch_id, s.unit, s.remaining, s.deadline, n.parcel_name, n.stage, n.unsupplied_reason, n.planned_way, n.sheet_id, n.line,
        CASE n.stage WHEN '未供即用' THEN 1 WHEN '征而未供' THEN 2 WHEN '批而未征' THEN 3 ELSE 4 END AS hardness
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id WHERE s.in_cohort AND s.remaining > 0.005
), keyed AS (
    SELECT parcel_id, batch_id, unit, remaining, deadline, parcel_name, stage, unsupplied_reason, planned_way, sheet_id, line,
        row_number() OVER (ORDER BY CASE CAST($by AS VARCHAR) WHEN '难易' THEN hardness WHEN '时限' THEN coalesce(deadline - DATE '1970-01-01', 99999999) ELSE 0 END, remaining DESC, parcel_id) AS turn
    FROM candidate
), capped AS (
    -- What of the parcel still counts once those before it in the same batch and unit are taken.
    SELECT k.parcel_id, k.unit, k.deadline, k.parcel_name, k.stage, k.unsupplied_reason, k.planned_way, k.sheet_id, k.line, k.turn,
        greatest(0, least(k.remaining, o.unsupplied - coalesce(sum(k.remaining) OVER (PARTITION BY k.batch_id, k.unit ORDER BY k.turn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS counts
    FROM keyed AS k CROSS JOIN p JOIN stand.position AS o ON o.batch_id = k.batch_id AND o.unit = k.unit AND o.dimension = 'unit' AND o.as_of = p.as_of
), scope AS (
    SELECT t.unit, t.due, t.supplied, p.target, u.unit_code FROM total.standing AS t JOIN p ON p.as_of = t.as_of LEFT JOIN frame.unit AS u ON u.unit = t.unit
    WHERE t.due > 0 AND 100 * t.supplied < p.target * t.due
        AND CASE WHEN CAST($unit AS VARCHAR) IS NULL THEN t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit') ELSE t.unit = CAST($unit AS VARCHAR) END
), running AS (
    SELECT g.unit, g.unit_code, g.due, g.supplied, g.target, c.parcel_id, c.parcel_name, c.unit AS owner, c.stage, c.unsupplied_reason, c.planned_way, c.deadline, c.counts, c.sheet_id, c.line,
        row_number() OVER w AS nth, sum(c.counts) OVER w AS total, count(*) OVER (PARTITION BY g.unit) AS parcels
    FROM scope AS g JOIN capped AS c ON c.unit = g.unit OR g.unit = '全区' WHERE c.counts > 0
    WINDOW w AS (PARTITION BY g.unit ORDER BY CASE WHEN CAST($by AS VARCHAR) = '面积' THEN -c.counts ELSE 0 END, c.turn)
), picked AS (
    SELECT unit, unit_code, due, supplied, target, parcel_id, parcel_name, owner, stage, unsupplied_reason, planned_way, deadline, counts, sheet_id, line, nth, total, parcels
    FROM running WHERE 100 * (supplied + total - counts) < target * due
), row AS (
    SELECT unit, unit_code, target, nth, parcel_id, parcel_name, owner, stage, unsupplied_reason, planned_way, deadline, counts, total, pct(supplied + total, due) AS rate,
        100 * (supplied + total) >= target * due AS reached, sheet_id, line, CAST(NULL AS VARCHAR) AS note
    FROM picked
    UNION ALL
    SELECT g.unit, g.unit_code, g.target, 1000000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(max(k.total), 0), pct(g.supplied + coalesce(max(k.total), 0), g.due), false, NULL, NULL,
        '地块台账里的地块全部供出还差 ' || area_text(CAST(g.target * g.due * 0.01 AS DECIMAL(18, 6)) - g.supplied - coalesce(max(k.total), 0)) || ' 公顷'
    FROM scope AS g LEFT JOIN picked AS k ON k.unit = g.unit GROUP BY g.unit, g.unit_code, g.target, g.supplied, g.due
    HAVING 100 * (g.supplied + coalesce(max(k.total), 0)) < g.target * g.due
)
SELECT r.unit AS "单位", r.target AS "目标", CASE WHEN r.nth < 1000000 THEN r.nth END AS "序号", r.parcel_id AS "地块编号", r.parcel_name AS "地块名称", r.owner AS "责任单位", r.stage AS "现状阶段", r.unsupplied_reason AS "未供原因",
    r.planned_way AS "拟处置方式", r.deadline AS "处置时限", r.counts AS "可计入面积", r.total AS "累计增加", r.rate AS "供后供地率", r.reached AS "达到目标", r.note AS "说明", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.unit <> '全区', r.unit_code, r.unit, r.nth
