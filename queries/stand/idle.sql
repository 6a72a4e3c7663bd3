-- 闲置土地在各截止日的状态：是否已认定、已撤销，处置了多少，还剩多少。
-- grain: idle parcel, as_of; only parcels recognised by then (R8). Measures in 公顷. rules: R9, R10, I4, I5.
-- idle.base = frozen keeps parcels recognised after T0 out of the figures.
-- order: idle_id, as_of
WITH days AS (SELECT c.as_of FROM clean.calendar AS c),
acts AS (
    SELECT d.idle_id, t.as_of,
        sum(CASE WHEN d.way_code IN ('D0', 'D7') OR d.followed_on <= t.as_of THEN 0
            WHEN d.way_code = 'D2' AND t.as_of > d.new_start_due_on AND (d.started_on IS NULL OR d.started_on > t.as_of) THEN 0
            ELSE d.disposed_area END) AS area,
        max(CASE WHEN d.way_code = 'D0' THEN 1 ELSE 0 END) AS cancelled,
        max(CASE WHEN d.way_code = 'D2' AND t.as_of > d.new_start_due_on AND (d.started_on IS NULL OR d.started_on > t.as_of) THEN 1 ELSE 0 END) AS expired
    FROM fact.idle_disposal AS d JOIN days AS t ON d.disposed_on <= t.as_of
    GROUP BY d.idle_id, t.as_of
), state AS (
    SELECT i.idle_id, i.unit, t.as_of, i.idle_area, coalesce(a.cancelled, 0) = 1 AS cancelled,
        CASE WHEN coalesce(a.cancelled, 0) = 1 THEN 0 ELSE least(coalesce(a.area, 0), i.idle_area) END AS done,
        coalesce(a.expired, 0) = 1 AS expired, i.own_cause, i.clock_from, i.fee_decided_on, i.takeback_on
    FROM fact.idle AS i CROSS JOIN frame.policy AS p
    JOIN days AS t ON i.recognised_on <= CASE WHEN p.idle_base = 'frozen' AND p.stock_from < t.as_of THEN p.stock_from ELSE t.as_of END
    LEFT JOIN acts AS a ON a.idle_id = i.idle_id AND a.as_of = t.as_of
    WHERE i.recognised
)
SELECT idle_id, unit, as_of, idle_area, cancelled, CAST(CASE WHEN cancelled THEN 0 ELSE idle_area END AS DECIMAL(18, 6)) AS recognised,
    CAST(done AS DECIMAL(18, 6)) AS done, CAST(CASE WHEN cancelled THEN 0 ELSE idle_area - done END AS DECIMAL(18, 6)) AS open_area,
    NOT cancelled AND done >= idle_area AS is_done,
    NOT cancelled AND done < idle_area AND expired AS reopened,
    NOT cancelled AND done < idle_area AND own_cause AND clock_from + INTERVAL 1 YEAR <= as_of AND (fee_decided_on IS NULL OR fee_decided_on > as_of) AS fee_due,
    NOT cancelled AND done < idle_area AND own_cause AND clock_from + INTERVAL 2 YEAR <= as_of AND (takeback_on IS NULL OR takeback_on > as_of) AS takeback_due
FROM state
