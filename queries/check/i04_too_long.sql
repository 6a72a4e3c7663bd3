-- 延长动工超过一年，或临时使用超过二年
-- rule: I04
-- severity: F
-- grain: D2 or D4 disposal row. The ledger has no end of a D4, so its age at the edition's as_of is taken, where no other disposal followed.
SELECT 'idle_disposal' AS kind, d.idle_id AS key, i.unit, d.sheet_id, d.line,
    CASE d.way_code WHEN 'D2' THEN date_text(d.disposed_on) || ' 延长动工期限，新的动工日期是 ' || date_text(d.new_start_due_on) || '，超过一年；延长动工期限最长不得超过一年，请核对补充协议'
        ELSE date_text(d.disposed_on) || ' 安排临时使用，到 ' || date_text(p.as_of) || ' 已超过二年；临时使用最长不得超过二年，请另行处置' END AS message
FROM fact.idle_disposal AS d
JOIN fact.idle AS i ON i.idle_id = d.idle_id
CROSS JOIN frame.policy AS p
LEFT JOIN (SELECT idle_id, max(disposed_on) AS last_on FROM fact.idle_disposal WHERE way_code NOT IN ('D4', 'D7') GROUP BY idle_id) AS o ON o.idle_id = d.idle_id
WHERE (d.way_code = 'D2' AND d.new_start_due_on > d.disposed_on + INTERVAL 1 YEAR)
    OR (d.way_code = 'D4' AND p.as_of > d.disposed_on + INTERVAL 2 YEAR AND (o.last_on IS NULL OR o.last_on <= d.disposed_on))
