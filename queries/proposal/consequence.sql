-- 拟采取的激励约束措施：用地支持、约谈、曝光停供，附依据，待领导小组办公室审定（R12）。
-- grain: unit, action. Only the edition's own as_of.
WITH p AS (SELECT quarter, as_of, group_share, low_in_a_row, low_in_all, expose_below_share FROM frame.policy),
now AS (
    SELECT r.unit, r.unit_code, r.rank, r.ranked_units, CAST(ceil(p.group_share * r.ranked_units) AS BIGINT) AS group_size,
        m.supply_schedule_met, m.idle_schedule_met, m.idle_far_below, k.low_streak, k.low_total, p.low_in_a_row, p.low_in_all,
        i.closing, i.opening, i.takeback_due, o.opening AS opening_before, p.expose_below_share, sc.idle_schedule, i.done, i.recognised
    FROM p JOIN rank.unit AS r ON r.as_of = p.as_of
    JOIN judge.met AS m ON m.unit = r.unit AND m.as_of = p.as_of
    JOIN rank.schedule AS sc ON sc.unit = r.unit AND sc.as_of = p.as_of
    LEFT JOIN judge.streak AS k ON k.unit = r.unit
    LEFT JOIN total.idle AS i ON i.unit = r.unit AND i.as_of = p.as_of
    JOIN clean.calendar AS c ON c.as_of = p.as_of
    LEFT JOIN total.idle AS o ON o.unit = r.unit AND o.as_of = c.previous_as_of
), proposed AS (
    SELECT unit, unit_code, '用地支持' AS action, '第' || rank || '名，' ||
        CASE WHEN supply_schedule_met IS NULL THEN '闲置土地处置率达到序时进度' WHEN idle_schedule_met IS NULL THEN '供地率达到序时进度' ELSE '供地率、闲置土地处置率均达到序时进度' END AS evidence
    FROM now WHERE rank <= group_size AND coalesce(supply_schedule_met, true) AND coalesce(idle_schedule_met, true)
    UNION ALL
    SELECT unit, unit_code, '约谈', '第' || rank || '名，' || CASE WHEN low_streak >= low_in_a_row THEN '连续' || low_streak || '期排名靠后' ELSE '累计' || low_total || '期排名靠后' END
        || '，' || CASE WHEN NOT coalesce(supply_schedule_met, true) AND NOT coalesce(idle_schedule_met, true) THEN '供地率、闲置土地处置率均低于序时进度'
            WHEN NOT coalesce(supply_schedule_met, true) THEN '供地率低于序时进度' ELSE '闲置土地处置率低于序时进度' END
    FROM now WHERE rank > ranked_units - group_size AND (low_streak >= low_in_a_row OR low_total >= low_in_all)
        AND NOT (coalesce(supply_schedule_met, true) AND coalesce(idle_schedule_met, true))
    UNION ALL
    SELECT unit, unit_code, '曝光停供', array_to_string(list_filter([
        CASE WHEN closing > opening AND opening > opening_before THEN '闲置土地存量连续两个季度增加（' || area_text(opening_before) || '、' || area_text(opening) || '、' || area_text(closing) || '公顷）' END,
        CASE WHEN takeback_due > 0 THEN '满二年应收回未收回' || takeback_due || '宗' END,
        CASE WHEN idle_far_below THEN '闲置土地处置率' || rate_text(done, recognised) || '，不到序时进度' || CAST(CAST(idle_schedule AS DECIMAL(18, 2)) AS VARCHAR) || '%的' || CAST(CAST(expose_below_share AS DECIMAL(9, 0)) AS VARCHAR) || '%' END
        ], lambda x: x IS NOT NULL), '；')
    FROM now WHERE (closing > opening AND opening > opening_before) OR takeback_due > 0 OR idle_far_below
)
SELECT x.unit, x.unit_code, x.action, 'R12' AS rule, x.evidence,
    EXISTS (SELECT 1 FROM load.setting AS s WHERE s.key = 'confirmed.' || x.quarter || '.' || x.action AND list_contains(string_split(s.value, '、'), x.unit)) AS confirmed
FROM (SELECT d.unit, d.unit_code, d.action, d.evidence, p.quarter FROM proposed AS d, p) AS x
ORDER BY CASE x.action WHEN '用地支持' THEN 1 WHEN '约谈' THEN 2 ELSE 3 END, x.unit_code
