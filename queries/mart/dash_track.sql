-- 看板：两率与目标、序时进度的距离，按近四季度的速度能否如期完成。
-- grain: unit (全区 and those of the ranking), quarter end since T0, part (supply or idle). Areas in 公顷 and 亩.
-- rules: F1, F8, I1, R3, R13. The forecast adds the mean rise of the last four quarters for each quarter left, at most
-- 100 %; it is NULL where there are no four quarters before, and after the deadline.
WITH base AS (
    SELECT 'supply' AS part, t.unit, coalesce(pct(t.supplied, t.due), 0) AS rate FROM frame.policy AS p JOIN total.standing AS t ON t.as_of = p.stock_from
    UNION ALL SELECT 'idle', i.unit, coalesce(pct(i.done, i.recognised), 0) FROM frame.policy AS p JOIN total.idle AS i ON i.as_of = p.stock_from
), day AS (
    SELECT as_of, label, quarter, role, months_run, lag(as_of, 1) OVER (ORDER BY as_of) AS one_before, lag(as_of, 4) OVER (ORDER BY as_of) AS four_before
    FROM clean.calendar WHERE role IN ('current', 'previous', 'history')
), state AS (
    SELECT 'supply' AS part, '供地率' AS title, t.unit, t.as_of, t.supplied AS n, t.due AS d, t.unsupplied AS remaining, p.supply_target AS target, s.supply_schedule AS schedule,
        m.supply_target_met AS target_met, m.supply_schedule_met AS schedule_met
    FROM total.standing AS t CROSS JOIN frame.policy AS p JOIN rank.schedule AS s ON s.unit = t.unit AND s.as_of = t.as_of JOIN judge.met AS m ON m.unit = t.unit AND m.as_of = t.as_of
    UNION ALL
    SELECT 'idle', '闲置土地处置率', i.unit, i.as_of, i.done, i.recognised, i.closing, p.idle_target, s.idle_schedule, m.idle_target_met, m.idle_schedule_met
    FROM total.idle AS i CROSS JOIN frame.policy AS p JOIN rank.schedule AS s ON s.unit = i.unit AND s.as_of = i.as_of JOIN judge.met AS m ON m.unit = i.unit AND m.as_of = i.as_of
), paced AS (
    SELECT s.part, s.title, s.unit, d.as_of, d.label, d.quarter, d.role, d.months_run, s.n, s.d, s.remaining, s.target, s.schedule, s.target_met, s.schedule_met, p.deadline,
        pct(s.n, s.d) AS rate, points(s.n, s.d, o.n, o.d) AS change,
        CASE WHEN s.d > 0 THEN CAST(pct(s.n, s.d) - s.schedule AS DECIMAL(18, 2)) END AS ahead,
        CASE WHEN s.d > 0 THEN CAST(greatest(0, s.target * s.d / 100 - s.n) AS DECIMAL(18, 6)) END AS gap,
        greatest(0, date_diff('quarter', d.as_of + 1, p.deadline + 1)) AS quarters_left,
        CAST((s.n - f.n) / 4 AS DECIMAL(18, 6)) AS pace, CAST((pct(s.n, s.d) - pct(f.n, f.d)) / 4 AS DECIMAL(18, 6)) AS rise
    FROM state AS s JOIN day AS d ON d.as_of = s.as_of CROSS JOIN frame.policy AS p
    LEFT JOIN state AS o ON o.part = s.part AND o.unit = s.unit AND o.as_of = d.one_before
    LEFT JOIN state AS f ON f.part = s.part AND f.unit = s.unit AND f.as_of = d.four_before
), why AS (
    -- What moved the stock since the quarter before, in the words of the acts; what was nil is not named.
    SELECT 'supply' AS part, t.unit, t.as_of, t.unsupplied AS closing, t.unsupplied - o.unsupplied AS grown,
        concat_ws('、', CASE WHEN t.approved <> o.approved THEN '新增' || area_text(t.approved - o.approved) || '公顷' END, CASE WHEN t.supplied <> o.supplied THEN '供应' || area_text(t.supplied - o.supplied) || '公顷' END,
            CASE WHEN t.written_off <> o.written_off THEN '核销' || area_text(t.written_off - o.written_off) || '公顷' END, CASE WHEN t.adjusted <> o.adjusted THEN '调整使用' || area_text(t.adjusted - o.adjusted) || '公顷' END) AS acts
    FROM total.standing AS t JOIN day AS d ON d.as_of = t.as_of JOIN total.standing AS o ON o.unit = t.unit AND o.as_of = d.one_before
    UNION ALL
    SELECT 'idle', i.unit, i.as_of, i.closing, i.closing - i.opening,
        concat_ws('、', CASE WHEN i.new_area <> 0 THEN '新认定' || area_text(i.new_area) || '公顷' END, CASE WHEN i.disposed <> 0 THEN '处置' || area_text(i.disposed) || '公顷' END, CASE WHEN i.cancelled <> 0 THEN '认定撤销' || area_text(i.cancelled) || '公顷' END)
    FROM total.idle AS i JOIN day AS d ON d.as_of = i.as_of WHERE d.one_before IS NOT NULL
), ahead_of AS (
    SELECT part, title, unit, as_of, label, quarter, role, months_run, n, d, rise, remaining, target, schedule, target_met, schedule_met, deadline, rate, change, ahead, gap, quarters_left, pace,
        CASE WHEN quarters_left > 0 AND rise IS NOT NULL THEN CAST(greatest(0, least(100, rate + rise * quarters_left)) AS DECIMAL(18, 6)) END AS forecast,
        CASE WHEN quarters_left > 0 AND gap > 0 THEN CAST(gap / quarters_left AS DECIMAL(18, 6)) END AS need
    FROM paced
)
SELECT a.unit, a.quarter, a.label, a.role = 'current' AS current, a.part, a.title,
    a.rate, coalesce(CAST(CAST(a.rate AS DECIMAL(18, 2)) AS VARCHAR) || '%', '无任务') AS rate_text, a.target, regexp_replace(CAST(a.target AS VARCHAR), '\.?0+$', '') || '%' AS target_text, a.target_met,
    CASE WHEN NOT a.target_met AND CAST(a.rate AS DECIMAL(18, 2)) >= a.target THEN '未达' || regexp_replace(CAST(a.target AS VARCHAR), '\.?0+$', '') || '%' WHEN a.target_met THEN '已达到目标' WHEN NOT a.target_met THEN '未达到目标' ELSE '无任务' END AS target_verdict,
    CASE WHEN a.d > 0 THEN a.schedule END AS schedule, CASE WHEN a.d > 0 THEN CAST(CAST(a.schedule AS DECIMAL(9, 2)) AS VARCHAR) || '%' END AS schedule_text, a.schedule_met,
    CASE WHEN a.d > 0 THEN CASE WHEN a.schedule_met THEN '达到序时，高' ELSE '低于序时，低' END || CAST(abs(a.ahead) AS VARCHAR) || '个百分点' END AS schedule_verdict,
    CASE WHEN a.change > 0 THEN '上升' || CAST(a.change AS VARCHAR) || '个百分点' WHEN a.change < 0 THEN '下降' || CAST(-a.change AS VARCHAR) || '个百分点' WHEN a.change = 0 THEN '持平' END AS change_text,
    CASE WHEN a.gap > 0 THEN area_text(a.gap) || '公顷' WHEN a.gap = 0 THEN '没有差额' END AS gap_text, CASE WHEN a.gap > 0 THEN CAST(CAST(a.gap * 15 AS DECIMAL(18, 2)) AS VARCHAR) || '亩' END AS gap_mu_text,
    area_text(a.remaining) || '公顷' AS remaining_text, CAST(CAST(a.remaining * 15 AS DECIMAL(18, 2)) AS VARCHAR) || '亩' AS remaining_mu_text,
    CASE WHEN a.need IS NOT NULL THEN area_text(a.need) || '公顷' WHEN a.gap = 0 THEN '已够' WHEN a.quarters_left = 0 AND a.gap > 0 THEN '期限已到' END AS need_text,
    CASE WHEN a.need IS NOT NULL THEN '还有' || a.quarters_left || '个季度，每季度还需' || area_text(a.need) || '公顷（' || CAST(CAST(a.need * 15 AS DECIMAL(18, 2)) AS VARCHAR) || '亩）' WHEN a.quarters_left = 0 AND a.gap > 0 THEN '目标期限' || date_text(a.deadline) || '已到，还差' || area_text(a.gap) || '公顷' END AS need_sentence,
    CASE WHEN a.pace IS NOT NULL THEN area_text(a.pace) || '公顷' END AS pace_text,
    CAST(CAST(a.forecast AS DECIMAL(18, 2)) AS VARCHAR) || '%' AS forecast_text, a.forecast >= a.target AS forecast_met,
    CASE WHEN a.forecast >= a.target THEN '按近四季度的速度，到' || date_text(a.deadline) || '可达' || CAST(CAST(a.forecast AS DECIMAL(18, 2)) AS VARCHAR) || '%，能够达标'
        WHEN a.forecast < a.target THEN '按近四季度的速度，到' || date_text(a.deadline) || '只到' || CAST(CAST(a.forecast AS DECIMAL(18, 2)) AS VARCHAR) || '%，不能达标'
        WHEN a.d > 0 AND a.quarters_left = 0 AND a.target_met THEN '目标期限' || date_text(a.deadline) || '已到，目标已完成'
        WHEN a.d > 0 AND a.quarters_left = 0 THEN '目标期限' || date_text(a.deadline) || '已到，目标没有完成' END AS forecast_sentence,
    CASE WHEN a.d > 0 THEN '起点（' || date_text(p.stock_from) || '）' || CAST(CAST(b.rate AS DECIMAL(18, 2)) AS VARCHAR) || '%，按月匀速升到目标：起点×' || (p.attack_months - a.months_run) || '/' || p.attack_months || '＋目标×' || a.months_run || '/' || p.attack_months || '（攻坚期共' || p.attack_months || '个月，已过' || a.months_run || '个月）' END AS schedule_how,
    CASE WHEN a.gap IS NOT NULL THEN '目标' || regexp_replace(CAST(a.target AS VARCHAR), '\.?0+$', '') || '%×' || CASE a.part WHEN 'supply' THEN '应供' ELSE '认定' END || area_text(a.d) || '公顷－' || CASE a.part WHEN 'supply' THEN '已供' ELSE '已处置' END || area_text(a.n) || '公顷，不小于零；1公顷合15亩' END AS gap_how,
    CASE WHEN a.need IS NOT NULL THEN '差额' || area_text(a.gap) || '公顷÷剩余' || a.quarters_left || '个季度' END AS need_how,
    CASE WHEN a.forecast IS NOT NULL THEN '本季' || CAST(CAST(a.rate AS DECIMAL(18, 2)) AS VARCHAR) || '%＋近四季度平均每季' || CAST(CAST(a.rise AS DECIMAL(18, 2)) AS VARCHAR) || '个百分点×剩余' || a.quarters_left || '个季度，不超过100%' ELSE '目标期限以前、有四个季度可比时才推算' END AS forecast_how,
    CASE WHEN w.unit IS NOT NULL AND w.acts = '' AND w.closing = 0 THEN '没有增减，' || CASE a.part WHEN 'supply' THEN '没有未供面积' ELSE '没有闲置存量' END
        WHEN w.unit IS NOT NULL THEN coalesce(nullif(w.acts, ''), '没有增减') || '，' || CASE a.part WHEN 'supply' THEN '未供面积' ELSE '闲置存量' END
        || CASE WHEN w.grown > 0 THEN '增加' || area_text(w.grown) || '公顷，为' WHEN w.grown < 0 THEN '减少' || area_text(-w.grown) || '公顷，为' ELSE '不变，为' END || area_text(w.closing) || '公顷' END AS why_sentence,
    '期末' || CASE a.part WHEN 'supply' THEN '未供＝期初＋新增－供应－核销－调整使用；比率＝已供÷应供，核销和调整使用从应供里减' ELSE '存量＝期初＋新认定－处置－认定撤销；比率＝已处置÷累计认定，新认定的加进分母' END AS change_how
FROM ahead_of AS a CROSS JOIN frame.policy AS p LEFT JOIN why AS w ON w.part = a.part AND w.unit = a.unit AND w.as_of = a.as_of LEFT JOIN base AS b ON b.part = a.part AND b.unit = a.unit LEFT JOIN frame.unit AS u ON u.unit = a.unit
WHERE a.unit = '全区' OR a.unit IN (SELECT unit FROM rank.unit)
ORDER BY a.unit <> '全区', u.unit_code, a.unit, a.part DESC, a.as_of
