-- 批而未供处置进展表
WITH p AS (SELECT p.as_of, c.previous_as_of, p.stock_from FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
row AS (
    SELECT t.unit, u.unit_code, t.approved, t.written_off, t.adjusted, t.due, t.supplied, t.unsupplied, g.value AS gap,
        t.supplied - o.supplied AS q_supplied, t.written_off - o.written_off AS q_written, t.adjusted - o.adjusted AS q_adjusted,
        CASE WHEN p.previous_as_of >= p.stock_from THEN points(t.supplied, t.due, o.supplied, o.due) END AS change, s.supply_schedule, m.supply_schedule_met, r.rank, r.status,
        row_number() OVER (ORDER BY t.unit = '全区', u.unit_code, t.unit) AS seq
    FROM total.standing AS t JOIN p ON p.as_of = t.as_of
    JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = p.previous_as_of
    JOIN kpi.figure AS g ON g.indicator = 'supply_gap_ha' AND g.unit = t.unit AND g.as_of = t.as_of
    JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of JOIN judge.met AS m ON m.unit = t.unit AND m.as_of = t.as_of
    LEFT JOIN rank.unit AS r ON r.unit = t.unit AND r.as_of = t.as_of LEFT JOIN frame.unit AS u ON u.unit = t.unit
    WHERE t.unit = '全区' OR u.category <> '部门' OR t.unit IN (SELECT unit FROM fact.share WHERE dimension = 'unit')
)
SELECT CASE WHEN unit = '全区' THEN '' ELSE CAST(seq AS VARCHAR) END AS "序号", CASE WHEN unit = '全区' THEN '合计' ELSE unit END AS "单位",
    area_text(approved) AS "批准面积", area_text(written_off) AS "核销面积", area_text(adjusted) AS "调整面积", area_text(due) AS "应供面积", area_text(supplied) AS "已供面积", area_text(unsupplied) AS "未供面积",
    coalesce(rate_text(supplied, due), '—') AS "供地率", area_text(gap) AS "距80%差额", area_text(q_supplied) AS "本季处置/供应", area_text(q_written) AS "本季处置/核销", area_text(q_adjusted) AS "本季处置/调整",
    coalesce(CASE WHEN change > 0 THEN '+' ELSE '' END || CAST(change AS VARCHAR), '—') AS "较上季度", CASE WHEN due > 0 THEN CAST(CAST(supply_schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' ELSE '—' END AS "序时进度",
    CASE WHEN supply_schedule_met THEN '是' WHEN supply_schedule_met IS NULL THEN '—' ELSE '否' END AS "是否达序时",
    CASE WHEN unit = '全区' THEN '' ELSE coalesce(CAST(rank AS VARCHAR), CASE status WHEN '无任务' THEN '无任务' END, '—') END AS "排名"
FROM row ORDER BY seq
