-- 各单位和全区在各截止日的闲置土地合计，以及本季流量。
-- grain: unit (全区 included), as_of. Flows are against the end of the quarter before (I3).
WITH flow AS (
    SELECT s.unit, s.as_of, s.recognised, s.done, s.open_area, s.is_done, s.cancelled, s.reopened, s.fee_due, s.takeback_due,
        coalesce(o.open_area, 0) AS opening,
        CASE WHEN o.idle_id IS NULL THEN s.idle_area ELSE 0 END AS new_area,
        CASE WHEN o.idle_id IS NULL THEN 1 ELSE 0 END AS new_count,
        CASE WHEN s.cancelled THEN 0 ELSE s.done - coalesce(o.done, 0) END AS disposed,
        CASE WHEN s.cancelled THEN 0 ELSE s.done - coalesce(y.done, 0) END AS disposed_this_year,
        CASE WHEN s.cancelled AND NOT coalesce(o.cancelled, false) THEN CASE WHEN o.idle_id IS NULL THEN s.idle_area ELSE o.open_area END ELSE 0 END AS cancelled_area,
        CASE WHEN s.cancelled THEN 0 ELSE CAST(s.is_done AS INTEGER) - CAST(coalesce(o.is_done, false) AS INTEGER) END AS done_count,
        CASE WHEN s.reopened AND coalesce(o.done, 0) > s.done THEN o.done - s.done ELSE 0 END AS reopened_area
    FROM stand.idle AS s
    JOIN clean.calendar AS c ON c.as_of = s.as_of
    LEFT JOIN stand.idle AS o ON o.idle_id = s.idle_id AND o.as_of = c.previous_as_of
    LEFT JOIN stand.idle AS y ON y.idle_id = s.idle_id AND y.as_of = CAST(date_trunc('year', s.as_of) AS DATE) - 1
), member AS (
    SELECT unit, as_of, recognised, done, open_area, is_done, cancelled, fee_due, takeback_due, opening, new_area, new_count, disposed, disposed_this_year, cancelled_area, done_count, reopened_area FROM flow
    UNION ALL
    SELECT '全区', as_of, recognised, done, open_area, is_done, cancelled, fee_due, takeback_due, opening, new_area, new_count, disposed, disposed_this_year, cancelled_area, done_count, reopened_area FROM flow
), summed AS (
    SELECT unit, as_of, sum(recognised) AS recognised, sum(done) AS done, sum(open_area) AS closing, sum(opening) AS opening,
        sum(new_area) AS new_area, sum(disposed) AS disposed, sum(disposed_this_year) AS disposed_this_year, sum(cancelled_area) AS cancelled, sum(reopened_area) AS reopened,
        count(*) FILTER (WHERE NOT cancelled) AS recognised_count, count(*) FILTER (WHERE is_done) AS done_count,
        count(*) FILTER (WHERE open_area > 0) AS closing_count, sum(new_count) AS new_count, sum(done_count) AS disposed_count,
        count(*) FILTER (WHERE fee_due) AS fee_due, count(*) FILTER (WHERE takeback_due) AS takeback_due
    FROM member
    GROUP BY unit, as_of
), scope AS (
    SELECT unit FROM frame.unit WHERE category <> '部门' UNION SELECT '全区' UNION SELECT unit FROM fact.idle
)
SELECT s.unit, c.as_of, coalesce(t.recognised, 0) AS recognised, coalesce(t.done, 0) AS done, coalesce(t.closing, 0) AS closing, coalesce(t.opening, 0) AS opening,
    coalesce(t.new_area, 0) AS new_area, coalesce(t.disposed, 0) AS disposed, coalesce(t.disposed_this_year, 0) AS disposed_this_year, coalesce(t.cancelled, 0) AS cancelled, coalesce(t.reopened, 0) AS reopened,
    coalesce(t.recognised_count, 0) AS recognised_count, coalesce(t.done_count, 0) AS done_count, coalesce(t.closing_count, 0) AS closing_count, coalesce(t.new_count, 0) AS new_count,
    coalesce(t.disposed_count, 0) AS disposed_count, coalesce(t.fee_due, 0) AS fee_due, coalesce(t.takeback_due, 0) AS takeback_due
FROM scope AS s CROSS JOIN clean.calendar AS c LEFT JOIN summed AS t ON t.unit = s.unit AND t.as_of = c.as_of
