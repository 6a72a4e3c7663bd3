-- 看板：卡在哪里：各类卡点多少宗、多少公顷。
-- grain: unit (全区 included), kind of stop.
WITH p AS (SELECT as_of FROM frame.policy), stop AS (
    SELECT 1 AS seq, '超过处置时限的未供地块' AS what, unit, remaining AS area FROM stand.parcel WHERE in_cohort AND remaining > 0.005 AND days_overdue > 0
    UNION ALL SELECT 2, '闲置满1年未征费（企业原因）', s.unit, s.open_area FROM stand.idle AS s JOIN p ON p.as_of = s.as_of WHERE s.fee_due
    UNION ALL SELECT 3, '闲置满2年未收回（企业原因）', s.unit, s.open_area FROM stand.idle AS s JOIN p ON p.as_of = s.as_of WHERE s.takeback_due
    UNION ALL SELECT 4, '二次闲置（延期后仍未动工）', s.unit, s.open_area FROM stand.idle AS s JOIN p ON p.as_of = s.as_of WHERE s.reopened
    UNION ALL SELECT 5, '涉法涉诉、抵押、查封的闲置土地', s.unit, s.open_area FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE s.open_area > 0 AND (coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及') OR coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') OR coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封'))
), member AS (SELECT seq, what, unit, area FROM stop UNION ALL SELECT seq, what, '全区', area FROM stop),
kind AS (SELECT 1 AS seq, '超过处置时限的未供地块' AS what UNION ALL SELECT 2, '闲置满1年未征费（企业原因）' UNION ALL SELECT 3, '闲置满2年未收回（企业原因）' UNION ALL SELECT 4, '二次闲置（延期后仍未动工）' UNION ALL SELECT 5, '涉法涉诉、抵押、查封的闲置土地'),
scope AS (SELECT '全区' AS unit UNION SELECT unit FROM rank.unit UNION SELECT unit FROM stop)
SELECT s.unit, k.what, CAST(count(m.area) AS VARCHAR) AS count_text, area_text(coalesce(sum(m.area), 0)) AS area_text, CAST(CAST(coalesce(sum(m.area), 0) * 15 AS DECIMAL(18, 2)) AS VARCHAR) AS mu_text
FROM scope AS s CROSS JOIN kind AS k LEFT JOIN member AS m ON m.unit = s.unit AND m.seq = k.seq LEFT JOIN frame.unit AS u ON u.unit = s.unit
GROUP BY s.unit, u.unit_code, k.seq, k.what
ORDER BY s.unit <> '全区', u.unit_code, s.unit, k.seq
