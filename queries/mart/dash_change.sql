-- 看板：本季变了什么：每一笔供应、核销、调整、撤销、认定、处置，面积大的在前。
-- grain: act of the quarter. The 200 largest.
WITH p AS (SELECT p.as_of, c.previous_as_of FROM frame.policy AS p JOIN clean.calendar AS c ON c.as_of = p.as_of),
act AS (
    SELECT '供应' AS kind, '供地率升' AS effect, a.unit, coalesce(a.land_user, a.contract_no, a.supervision_no, '') AS what, a.batch_id AS batch, a.allocated_area AS area, a.signed_on AS day, a.sheet_id, a.line
    FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort CROSS JOIN p
    WHERE a.signed_on > p.previous_as_of AND a.signed_on <= p.as_of
    UNION ALL
    SELECT '供应撤销', '供地率降', a.unit, coalesce(a.land_user, a.contract_no, a.supervision_no, ''), a.batch_id, a.allocated_area, a.revoked_on, a.sheet_id, a.line
    FROM fact.allocation AS a JOIN fact.batch AS b ON b.batch_id = a.batch_id AND b.in_cohort CROSS JOIN p
    WHERE a.revoked_on > p.previous_as_of AND a.revoked_on <= p.as_of
    UNION ALL
    SELECT CASE w.class WHEN 'writeoff' THEN '核销' ELSE '调整使用' END, '供地率升', w.unit, coalesce(w.document_no, ''), w.batch_id, w.area, w.effective_on, w.sheet_id, w.line
    FROM fact.writeoff AS w JOIN fact.batch AS b ON b.batch_id = w.batch_id AND b.in_cohort CROSS JOIN p
    WHERE w.effective_on > p.previous_as_of AND w.effective_on <= p.as_of
    UNION ALL
    SELECT '认定闲置', '处置率降', i.unit, coalesce(i.parcel_name, i.idle_id), i.idle_id, i.idle_area, i.recognised_on, i.sheet_id, i.line
    FROM fact.idle AS i CROSS JOIN p WHERE i.recognised AND i.recognised_on > p.previous_as_of AND i.recognised_on <= p.as_of
    UNION ALL
    SELECT '闲置处置：' || coalesce(d.way, '其他'), CASE d.way_code WHEN 'D7' THEN '不计处置' ELSE '处置率升' END, i.unit, coalesce(i.parcel_name, i.idle_id), d.idle_id, d.disposed_area, d.disposed_on, d.sheet_id, d.line
    FROM fact.idle_disposal AS d JOIN fact.idle AS i ON i.idle_id = d.idle_id AND i.recognised CROSS JOIN p
    WHERE d.disposed_on > p.previous_as_of AND d.disposed_on <= p.as_of
    UNION ALL
    SELECT '二次闲置', '处置率降', i.unit, coalesce(i.parcel_name, i.idle_id), i.idle_id, s.open_area, CAST(NULL AS DATE), i.sheet_id, i.line
    FROM stand.idle AS s JOIN p ON p.as_of = s.as_of JOIN fact.idle AS i ON i.idle_id = s.idle_id
    JOIN stand.idle AS o ON o.idle_id = s.idle_id AND o.as_of = p.previous_as_of WHERE s.reopened AND NOT o.reopened
), numbered AS (
    SELECT kind, effect, unit, what, batch, area, day, sheet_id, line,
        row_number() OVER (ORDER BY area DESC NULLS LAST, day, sheet_id, line, kind, unit) AS nth FROM act
)
SELECT n.kind AS "事项", n.unit AS "责任单位", n.what AS "名称或文号", n.batch AS "批次或闲置编号", coalesce(area_text(n.area), '—') AS "面积（公顷）", coalesce(CAST(n.day AS VARCHAR), '—') AS "日期", n.effect AS "影响",
    s.file AS "文件", coalesce(s.sheet, '') AS "表", CAST(n.line AS VARCHAR) AS "行"
FROM numbered AS n LEFT JOIN load.sheet AS s ON s.sheet_id = n.sheet_id
WHERE n.nth <= 200
ORDER BY n.nth
