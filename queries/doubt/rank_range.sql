-- 名次是否稳：退回的行如果补录，各单位的名次最好、最差可能是第几。
-- grain: ranked unit, the edition's as_of. rules: R11. Bounds, not a guess: at best all of a unit's refused supplies, write-offs and
-- disposals count and none of its refused batches and idle parcels; at worst the other way round. An area that cannot be
-- read is taken as large as it can be. A unit whose bounds overlap another's may change places with it.
WITH refused AS (
    SELECT DISTINCT unit, kind, sheet_id, line FROM returned.problem WHERE severity = 'R'
), sized AS (
    SELECT r.unit, r.kind, r.sheet_id, r.line, coalesce(b.new_construction_area, b.approved_area, s.allocated_area, s.supply_area, w.area, i.idle_area, d.disposed_area) AS area
    FROM refused AS r
    LEFT JOIN clean.batch AS b ON b.sheet_id = r.sheet_id AND b.line = r.line
    LEFT JOIN clean.supply AS s ON s.sheet_id = r.sheet_id AND s.line = r.line
    LEFT JOIN clean.writeoff AS w ON w.sheet_id = r.sheet_id AND w.line = r.line
    LEFT JOIN clean.idle AS i ON i.sheet_id = r.sheet_id AND i.line = r.line
    LEFT JOIN clean.idle_disposal AS d ON d.sheet_id = r.sheet_id AND d.line = r.line
), pending AS (
    SELECT unit, count(*) AS rows,
        sum(CASE WHEN kind = 'batch' THEN greatest(0, area) END) AS more_due, bool_or(kind = 'batch' AND area IS NULL) AS due_unknown,
        sum(CASE WHEN kind IN ('supply', 'writeoff') THEN greatest(0, area) END) AS more_supplied, bool_or(kind IN ('supply', 'writeoff') AND area IS NULL) AS supplied_unknown,
        sum(CASE WHEN kind = 'idle' THEN greatest(0, area) END) AS more_recognised, bool_or(kind = 'idle' AND area IS NULL) AS recognised_unknown,
        sum(CASE WHEN kind = 'idle_disposal' THEN greatest(0, area) END) AS more_done, bool_or(kind = 'idle_disposal' AND area IS NULL) AS done_unknown
    FROM sized WHERE kind NOT IN ('parcel', 'task') GROUP BY unit
), unit AS (
    SELECT r.unit, r.rank, r.score, coalesce(p.rows, 0) AS rows, pl.supply_target, pl.idle_target, pl.supply_weight, pl.idle_weight,
        coalesce(r.due, 0) AS due, coalesce(r.supplied, 0) AS supplied, coalesce(r.recognised, 0) AS recognised, coalesce(r.done, 0) AS done,
        coalesce(p.more_due, 0) AS more_due, coalesce(p.due_unknown, false) AS due_unknown,
        CASE WHEN p.supplied_unknown THEN coalesce(r.due, 0) ELSE coalesce(p.more_supplied, 0) END AS more_supplied,
        coalesce(p.more_recognised, 0) AS more_recognised, coalesce(p.recognised_unknown, false) AS recognised_unknown,
        CASE WHEN p.done_unknown THEN coalesce(r.recognised, 0) ELSE coalesce(p.more_done, 0) END AS more_done
    FROM frame.policy AS pl JOIN rank.unit AS r ON r.as_of = pl.as_of LEFT JOIN pending AS p ON p.unit = r.unit
), part AS (
    SELECT unit, rank, score, rows, supply_weight, idle_weight, due > 0 AS has_supply, recognised > 0 AS has_idle,
        CASE WHEN due > 0 THEN attainment(least(supplied + more_supplied, due), due, supply_target)
            WHEN more_due > 0 THEN attainment(least(more_supplied, more_due), more_due, supply_target) WHEN due_unknown THEN 1 END AS supply_high,
        CASE WHEN due_unknown THEN 0 WHEN due + more_due > 0 THEN attainment(supplied, due + more_due, supply_target) END AS supply_low,
        CASE WHEN recognised > 0 THEN attainment(least(done + more_done, recognised), recognised, idle_target)
            WHEN more_recognised > 0 THEN attainment(least(more_done, more_recognised), more_recognised, idle_target) WHEN recognised_unknown THEN 1 END AS idle_high,
        CASE WHEN recognised_unknown THEN 0 WHEN recognised + more_recognised > 0 THEN attainment(done, recognised + more_recognised, idle_target) END AS idle_low
    FROM unit
), bound AS (
    -- A part without a task gives its weight to the other; a refused row may be the first of its part.
    SELECT unit, rank, rows,
        CASE WHEN rows = 0 THEN score ELSE greatest(supply_weight * supply_high + idle_weight * idle_high,
            CASE WHEN NOT has_idle THEN (supply_weight + idle_weight) * supply_high END, CASE WHEN NOT has_supply THEN (supply_weight + idle_weight) * idle_high END) END AS high,
        CASE WHEN rows = 0 THEN score ELSE least(supply_weight * supply_low + idle_weight * idle_low,
            CASE WHEN NOT has_idle THEN (supply_weight + idle_weight) * supply_low END, CASE WHEN NOT has_supply THEN (supply_weight + idle_weight) * idle_low END) END AS low
    FROM part WHERE score IS NOT NULL OR rows > 0
), pairs AS (
    SELECT u.unit, u.rank, u.rows,
        count(*) FILTER (WHERE v.unit <> u.unit AND CASE WHEN u.rows = 0 AND v.rows = 0 THEN v.rank < u.rank ELSE v.low > u.high END) AS surely_ahead,
        count(*) FILTER (WHERE v.unit <> u.unit AND CASE WHEN u.rows = 0 AND v.rows = 0 THEN v.rank < u.rank ELSE v.high >= u.low END) AS maybe_ahead
    FROM bound AS u CROSS JOIN bound AS v WHERE u.high IS NOT NULL GROUP BY u.unit, u.rank, u.rows
)
SELECT unit, rank, rows AS refused_rows, surely_ahead + 1 AS best, maybe_ahead + 1 AS worst,
    CASE WHEN surely_ahead = maybe_ahead AND surely_ahead + 1 = rank THEN NULL
        ELSE coalesce('第' || rank || '名', '未排名') || '，如补录' || CASE WHEN rows > 0 THEN '退回的' || rows || '条' ELSE '其他单位退回的行' END || '可能为第' ||
            CASE WHEN surely_ahead = maybe_ahead THEN CAST(surely_ahead + 1 AS VARCHAR) ELSE (surely_ahead + 1) || '—' || (maybe_ahead + 1) END || '名' END AS doubt_text
FROM pairs
