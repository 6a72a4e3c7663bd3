-- 一年或者整个专项行动的各单位：首尾两率、期内处置面积，末期名次，各期首位、靠后的期数。
-- grain: unit of the ranking, in its order. Rates by the newest ledgers (R15), ranks as they were published in the span.
-- params: year (NULL: the whole programme)
WITH p AS (
    SELECT as_of, CASE WHEN CAST($year AS VARCHAR) IS NULL THEN stock_from ELSE greatest(stock_from, make_date(CAST($year AS INTEGER) - 1, 12, 31)) END AS since FROM frame.policy
), places AS (
    SELECT k.unit, count(*) FILTER (WHERE k.rank = 1) AS first_times, count(*) FILTER (WHERE k.low) AS low_times
    FROM published.ranking AS k WHERE k.quarter IN (SELECT c.quarter FROM clean.calendar AS c JOIN p ON c.as_of > p.since WHERE c.role <> 'aux') GROUP BY k.unit
)
SELECT coalesce(CAST(r.rank AS VARCHAR), '—') AS "名次", r.unit AS "单位", coalesce(rate_text(o.supplied, o.due), '—') AS "供地率/期初", coalesce(rate_text(r.supplied, r.due), '—') AS "供地率/期末",
    coalesce(rate_text(j.done, j.recognised), '—') AS "闲置土地处置率/期初", coalesce(rate_text(r.done, r.recognised), '—') AS "闲置土地处置率/期末",
    area_text((t.supplied - coalesce(o.supplied, 0)) + (t.written_off - coalesce(o.written_off, 0)) + (t.adjusted - coalesce(o.adjusted, 0))) AS "期内处置/批而未供",
    area_text(coalesce(i.done, 0) - coalesce(j.done, 0)) AS "期内处置/闲置土地", area_text(r.remaining) AS "剩余面积",
    CAST(coalesce(k.first_times, 0) AS VARCHAR) AS "发布期数/首位", CAST(coalesce(k.low_times, 0) AS VARCHAR) AS "发布期数/靠后"
FROM p JOIN rank.unit AS r ON r.as_of = p.as_of
JOIN total.standing AS t ON t.unit = r.unit AND t.as_of = p.as_of LEFT JOIN total.standing AS o ON o.unit = r.unit AND o.as_of = p.since
LEFT JOIN total.idle AS i ON i.unit = r.unit AND i.as_of = p.as_of LEFT JOIN total.idle AS j ON j.unit = r.unit AND j.as_of = p.since
LEFT JOIN places AS k ON k.unit = r.unit
ORDER BY r.rank NULLS LAST, r.unit_code, r.unit
