-- 看板：每个依据清单共有多少行、列出多少行。
-- grain: list (batch, idle, due, change), unit (全区 included; change for 全区 alone). The same limits as in the lists themselves.
WITH p AS (SELECT p.as_of, c.previous_as_of FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
row AS (
    SELECT 'batch' AS list, s.unit, s.unit AS class, 150 AS most FROM stand.position AS s JOIN p ON p.as_of = s.as_of WHERE s.dimension = 'unit' AND s.approved > 0
    UNION ALL SELECT 'idle', s.unit, s.unit, 150 FROM stand.idle AS s JOIN p ON p.as_of = s.as_of
    UNION ALL SELECT 'due', unit, unit || '供', 100 FROM stand.parcel WHERE in_cohort AND remaining > 0.005 AND days_overdue > 0
    UNION ALL
    SELECT 'due', s.unit, s.unit || '闲', 100 FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    WHERE s.open_area > 0 AND (s.fee_due OR s.takeback_due OR s.reopened OR coalesce(i.litigation, '否') NOT IN ('否', '不涉及', '未涉及')
        OR coalesce(i.mortgage, '否') NOT IN ('否', '未抵押', '无抵押') OR coalesce(i.seizure, '否') NOT IN ('否', '未查封', '无查封'))
    UNION ALL SELECT 'change', '', '', 200 FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort CROSS JOIN p WHERE a.signed_on > p.previous_as_of AND a.signed_on <= p.as_of
    UNION ALL SELECT 'change', '', '', 200 FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort CROSS JOIN p WHERE a.revoked_on > p.previous_as_of AND a.revoked_on <= p.as_of
    UNION ALL SELECT 'change', '', '', 200 FROM fact.writeoff AS w JOIN fact.batch AS b ON b.batch_id = w.batch_id AND b.in_cohort CROSS JOIN p WHERE w.effective_on > p.previous_as_of AND w.effective_on <= p.as_of
    UNION ALL SELECT 'change', '', '', 200 FROM fact.idle AS i CROSS JOIN p WHERE i.recognised AND i.recognised_on > p.previous_as_of AND i.recognised_on <= p.as_of
    UNION ALL SELECT 'change', '', '', 200 FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id AND i.recognised CROSS JOIN p WHERE d.disposed_on > p.previous_as_of AND d.disposed_on <= p.as_of
    UNION ALL SELECT 'change', '', '', 200 FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN stand.idle AS o ON o.idle_id = s.idle_id AND o.as_of = p.previous_as_of WHERE s.reopened AND NOT o.reopened
), counted AS (
    SELECT list, unit, class, count(*) AS total, least(count(*), max(most)) AS shown FROM row GROUP BY list, unit, class
), member AS (
    SELECT list, unit, total, shown FROM counted WHERE unit <> '' UNION ALL SELECT list, '全区', total, shown FROM counted
)
SELECT list, unit, CAST(sum(total) AS VARCHAR) AS total_text, CAST(sum(shown) AS VARCHAR) AS shown_text, sum(shown) < sum(total) AS cut
FROM member GROUP BY list, unit
ORDER BY list, unit <> '全区', unit
