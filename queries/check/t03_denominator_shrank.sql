-- 批次或其面积比上期少了，又没有核销、调整的记录
-- rule: T03
-- severity: B
-- grain: batch of the last edition. Its approved area is compared: a write-off or adjustment leaves that as it is. A batch whose number now
-- names two batches, or names one again, is found by its 批准文号. Tolerance 0.0001 ha.
WITH before AS (
    SELECT batch_id, sum(approved) AS approved, min(unit) AS unit FROM previous.published.position GROUP BY batch_id
), now AS (
    SELECT coalesce(a.batch_id, n.batch_id, w.batch_id) AS batch_id, b.base_area, b.in_cohort, b.approved_on, b.sheet_id, b.line
    FROM fact.batch AS b
    LEFT JOIN before AS a ON a.batch_id = b.batch_id
    LEFT JOIN before AS n ON n.batch_id = b.approval_no
    LEFT JOIN before AS w ON w.batch_id = b.approval_no || ' ' || coalesce(b.batch_name, '')
), summed AS (
    SELECT batch_id, sum(CASE WHEN in_cohort THEN base_area ELSE 0 END) AS approved, min(sheet_id) AS sheet_id, min(line) AS line,
        max(CASE WHEN in_cohort THEN NULL ELSE approved_on END) AS outside_on
    FROM now WHERE batch_id IS NOT NULL GROUP BY batch_id
)
SELECT 'batch' AS kind, o.batch_id AS key, o.unit, s.sheet_id, s.line,
    '上期批准面积 ' || area_text(o.approved) || ' 公顷，本期' || CASE WHEN s.batch_id IS NULL THEN '查不到这个批次（或该行被退回）'
        WHEN s.outside_on IS NOT NULL THEN '批准日期改为 ' || date_text(s.outside_on) || '，不在考核范围'
        ELSE '只有 ' || area_text(s.approved) || ' 公顷' END || '，考核面积（分母）少了 ' || area_text(o.approved - coalesce(s.approved, 0))
    || ' 公顷；应补核销、调整的批复，或恢复该批次' AS message
FROM before AS o LEFT JOIN summed AS s ON s.batch_id = o.batch_id
WHERE coalesce(s.approved, 0) < o.approved - 0.0001
