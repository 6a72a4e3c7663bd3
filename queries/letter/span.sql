-- 一年或者整个专项行动的首尾：期初、期末的两率和存量，期内处置、新增各多少。
-- grain: one row for 全区; texts, NULL where a rate has no denominator. Without a year the span begins at T0.
-- rules: F1, F6, I1, R4, R5, R15: both ends by the newest ledgers.
-- params: year (NULL: the whole programme)
WITH p AS (
    SELECT as_of, CASE WHEN CAST($year AS VARCHAR) IS NULL THEN stock_from ELSE greatest(stock_from, make_date(CAST($year AS INTEGER) - 1, 12, 31)) END AS since FROM frame.policy
)
SELECT date_text(p.since) AS since_text, date_text(p.as_of) AS as_of_text,
    rate_text(o.supplied, o.due) AS supply_before, rate_text(t.supplied, t.due) AS supply_after, CASE WHEN points(t.supplied, t.due, o.supplied, o.due) > 0 THEN '上升' || points(t.supplied, t.due, o.supplied, o.due) || '个百分点' WHEN points(t.supplied, t.due, o.supplied, o.due) < 0 THEN '下降' || -points(t.supplied, t.due, o.supplied, o.due) || '个百分点' WHEN points(t.supplied, t.due, o.supplied, o.due) = 0 THEN '持平' END AS supply_change,
    area_text(o.unsupplied) || '公顷' AS unsupplied_before, area_text(t.unsupplied) || '公顷' AS unsupplied_after,
    CASE WHEN t.supplied + t.written_off + t.adjusted <> o.supplied + o.written_off + o.adjusted THEN area_text((t.supplied - o.supplied) + (t.written_off - o.written_off) + (t.adjusted - o.adjusted)) || '公顷' END AS disposed,
    CASE WHEN t.supplied <> o.supplied THEN area_text(t.supplied - o.supplied) || '公顷' END AS disposed_supply,
    CASE WHEN t.written_off <> o.written_off THEN area_text(t.written_off - o.written_off) || '公顷' END AS disposed_writeoff,
    CASE WHEN t.adjusted <> o.adjusted THEN area_text(t.adjusted - o.adjusted) || '公顷' END AS disposed_adjustment,
    rate_text(i.done, i.recognised) AS idle_after, rate_text(j.done, j.recognised) AS idle_before, CASE WHEN points(i.done, i.recognised, j.done, j.recognised) > 0 THEN '上升' || points(i.done, i.recognised, j.done, j.recognised) || '个百分点' WHEN points(i.done, i.recognised, j.done, j.recognised) < 0 THEN '下降' || -points(i.done, i.recognised, j.done, j.recognised) || '个百分点' WHEN points(i.done, i.recognised, j.done, j.recognised) = 0 THEN '持平' END AS idle_change,
    area_text(coalesce(j.closing, 0)) || '公顷' AS idle_open_before, area_text(coalesce(i.closing, 0)) || '公顷' AS idle_open_after,
    CASE WHEN coalesce(i.done, 0) <> coalesce(j.done, 0) THEN area_text(coalesce(i.done, 0) - coalesce(j.done, 0)) || '公顷' END AS idle_disposed,
    CASE WHEN i.recognised_count <> coalesce(j.recognised_count, 0) THEN (i.recognised_count - coalesce(j.recognised_count, 0)) || '宗' END AS idle_new_count
FROM p JOIN total.standing AS t ON t.unit = '全区' AND t.as_of = p.as_of LEFT JOIN total.standing AS o ON o.unit = '全区' AND o.as_of = p.since
LEFT JOIN total.idle AS i ON i.unit = '全区' AND i.as_of = p.as_of LEFT JOIN total.idle AS j ON j.unit = '全区' AND j.as_of = p.since
