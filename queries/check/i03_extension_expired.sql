-- 延长动工期限已过，仍未动工，重新计入闲置（二次闲置）
-- rule: I03
-- severity: F
-- grain: D2 disposal row of a parcel that is still open at the edition's as_of (R9).
SELECT 'idle' AS kind, d.idle_id AS key, s.unit, d.sheet_id, d.line,
    '延长后的动工日期 ' || date_text(d.new_start_due_on) || ' 已过，没有动工记录，' || area_text(s.open_area) || ' 公顷重新计入闲置；请督促动工或另行处置，已动工的补填实际动工日期' AS message
FROM fact.idle_disposal AS d
JOIN frame.policy AS p ON d.disposed_on <= p.as_of
JOIN stand.idle AS s ON s.idle_id = d.idle_id AND s.as_of = p.as_of AND s.reopened
WHERE d.way_code = 'D2' AND d.new_start_due_on < p.as_of AND (d.started_on IS NULL OR d.started_on > p.as_of)
