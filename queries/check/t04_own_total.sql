-- 台账自己的合计、小计与逐行相加不符；指标一律逐行重算
-- rule: T04
-- severity: F
-- grain: area of a 合计 or 小计 row; 其中 rows are left alone. Its rows are the data rows above it, accepted or refused: from the sheet's start, from the
-- total before, or from the one before that is called the same; or, where it stands over them, those below. A supply or batch that stands on
-- several rows may count once. Tolerance 0.005 ha. The message names the smallest set of rows whose area is the gap, if there is one.
WITH totalled AS (
    SELECT sheet_id FROM clean.batch WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.parcel WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.supply WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.writeoff WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.idle WHERE row_class = 'total' UNION SELECT sheet_id FROM clean.idle_disposal WHERE row_class = 'total'
    UNION SELECT sheet_id FROM clean.task WHERE row_class = 'total'
), cell AS (
    SELECT 'batch' AS kind, sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') AS key, unit, 'approved_area' AS field, approved_area AS area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), unit, 'new_construction_area', new_construction_area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), unit, 'farmland_area', farmland_area FROM clean.batch
    UNION ALL SELECT 'batch', sheet_id, line, row_class, coalesce(approval_no, '') || ' ' || coalesce(batch_name, ''), unit, 'arable_area', arable_area FROM clean.batch
    UNION ALL SELECT 'parcel', sheet_id, line, row_class, parcel_id, unit, 'parcel_area', parcel_area FROM clean.parcel
    UNION ALL SELECT 'supply', sheet_id, line, row_class, coalesce(supervision_no, contract_no), NULL, 'supply_area', supply_area FROM clean.supply
    UNION ALL SELECT 'supply', sheet_id, line, row_class, NULL, NULL, 'allocated_area', allocated_area FROM clean.supply
    UNION ALL SELECT 'writeoff', sheet_id, line, row_class, NULL, NULL, 'area', area FROM clean.writeoff
    UNION ALL SELECT 'idle', sheet_id, line, row_class, idle_id, unit, 'idle_area', idle_area FROM clean.idle
    UNION ALL SELECT 'idle_disposal', sheet_id, line, row_class, NULL, NULL, 'disposed_area', disposed_area FROM clean.idle_disposal
    UNION ALL SELECT 'task', sheet_id, line, row_class, NULL, unit, 'area', area FROM clean.task
), label AS (
    SELECT sheet_id, line, concat_ws('|', approval_no, batch_name, batch_type, approved_on, unit, department, remark, extra) AS words FROM raw.batch
    UNION ALL SELECT sheet_id, line, concat_ws('|', parcel_id, approval_no, batch_name, parcel_name, unit, department, stage, unsupplied_reason, planned_way, deadline, responsible, remark, extra) FROM raw.parcel
    UNION ALL SELECT sheet_id, line, concat_ws('|', supervision_no, contract_no, approval_no, batch_name, parcel_id, supply_way, signed_on, land_user, land_use, revoke_reason, extra) FROM raw.supply
    UNION ALL SELECT sheet_id, line, concat_ws('|', approval_no, batch_name, parcel_id, writeoff_type, effective_on, document_no, target_batch, extra) FROM raw.writeoff
    UNION ALL SELECT sheet_id, line, concat_ws('|', idle_id, supervision_no, parcel_name, unit, start_due_on, notice_no, recognition_no, cause, remark, extra) FROM raw.idle
    UNION ALL SELECT sheet_id, line, concat_ws('|', idle_id, way, disposed_on, document_no, extra) FROM raw.idle_disposal
    UNION ALL SELECT sheet_id, line, concat_ws('|', unit, category, year, quarter, extra) FROM raw.task
), counted AS (
    SELECT c.kind, c.sheet_id, c.line, c.row_class, c.field, c.area, c.unit, CASE WHEN c.row_class = 'total' THEN coalesce(
            nullif(regexp_extract(replace(w.words, ' ', ''), '(小计|其中|本页合计|总计|合计|共计|累计)'), ''), '合计') END AS word,
        CASE WHEN c.row_class <> 'total' THEN coalesce(c.area, 0) ELSE 0 END AS every_row,
        CASE WHEN c.row_class <> 'total' AND row_number() OVER (
            PARTITION BY c.sheet_id, c.field, c.row_class = 'total', coalesce(nullif(trim(c.key), ''), CAST(c.line AS VARCHAR)) ORDER BY c.line) = 1 THEN coalesce(c.area, 0) ELSE 0 END AS once
    FROM cell AS c LEFT JOIN label AS w ON c.row_class = 'total' AND w.sheet_id = c.sheet_id AND w.line = c.line
    WHERE c.sheet_id IN (SELECT sheet_id FROM totalled) AND c.row_class IN ('data', 'replaced', 'total')
), running AS (
    SELECT kind, sheet_id, line, row_class, field, area, word,
        sum(every_row) OVER (PARTITION BY sheet_id, field ORDER BY line) AS every_row, sum(every_row) OVER (PARTITION BY sheet_id, field) AS whole,
        sum(once) OVER (PARTITION BY sheet_id, field ORDER BY line) AS once
    FROM counted
), total AS (
    SELECT kind, sheet_id, line, field, area, word, every_row, once, whole,
        coalesce(lag(every_row) OVER s, 0) AS before, coalesce(lag(once) OVER s, 0) AS once_before, coalesce(lag(line) OVER s, 0) AS line_before,
        coalesce(lag(every_row) OVER w, 0) AS same_before, coalesce(lag(line) OVER w, 0) AS same_line_before,
        coalesce(lead(every_row) OVER s, whole) AS next, coalesce(lead(every_row) OVER w, whole) AS same_next
    FROM running WHERE row_class = 'total' AND word <> '其中'
    WINDOW s AS (PARTITION BY sheet_id, field ORDER BY line), w AS (PARTITION BY sheet_id, field, word ORDER BY line)
), wrong AS (
    -- A 合计 is held to all its rows, a 小计 to those since the one before it.
    SELECT kind, sheet_id, line, field, area, word, CASE WHEN word IN ('小计', '本页合计') THEN same_line_before ELSE 0 END AS from_line,
        CASE WHEN word IN ('小计', '本页合计') THEN every_row - same_before ELSE every_row END AS summed
    FROM total
    WHERE abs(area - every_row) > 0.005 AND abs(area - once) > 0.005 AND abs(area - (every_row - before)) > 0.005
        AND abs(area - (once - once_before)) > 0.005 AND abs(area - (every_row - same_before)) > 0.005
        AND abs(area - (whole - every_row)) > 0.005 AND abs(area - (next - every_row)) > 0.005 AND abs(area - (same_next - every_row)) > 0.005
), refused AS (
    SELECT sheet_id, line, min(rule) AS rule FROM (SELECT sheet_id, line, rule FROM refuse.row UNION ALL SELECT sheet_id, line, rule FROM clash.row) AS r GROUP BY sheet_id, line
), member AS (
    SELECT t.sheet_id, t.line AS total_line, t.field, t.area - t.summed AS gap, c.line, c.area, c.unit, r.rule, c.row_class,
        '第' || c.line || '行' || CASE WHEN r.rule IS NOT NULL THEN '退回的（' || r.rule || '）' WHEN c.row_class = 'replaced' THEN '已补正的' ELSE '' END AS named,
        count(*) OVER (PARTITION BY t.sheet_id, t.line, t.field) AS members
    FROM wrong AS t JOIN counted AS c ON c.sheet_id = t.sheet_id AND c.field = t.field AND c.row_class <> 'total' AND c.line > t.from_line AND c.line < t.line
    LEFT JOIN refused AS r ON r.sheet_id = c.sheet_id AND r.line = c.line
), cause AS (
    -- From the likeliest: a row that is missing from the total or in it twice, one in another measure, two rows, a unit's rows, all refused ones.
    SELECT sheet_id, total_line, field, 1 AS size, CASE WHEN rule IS NULL THEN 1 ELSE 0 END AS doubt, line,
        '恰为' || named || '的 ' || area_text(area) || ' 公顷，' || CASE WHEN gap < 0 THEN '合计里可能没有这一行' ELSE '合计里可能把这一行加了两次' END AS words
    FROM member WHERE area > 0 AND abs(area - abs(gap)) <= 0.0001
    UNION ALL
    SELECT sheet_id, total_line, field, 1, 2, line, CASE WHEN gap > 0 THEN '恰为' || named || '少计的：该行可能少写了15倍（公顷与亩混用）' ELSE '恰为' || named || '多计的：该行可能把亩当作了公顷' END
    FROM member WHERE area > 0 AND (abs(14 * area - gap) <= 0.0001 OR abs(15 * gap + 14 * area) <= 0.001)
    UNION ALL
    SELECT sheet_id, total_line, field, 1, 3, line, '恰为' || named || '错了一位小数点的差'
    FROM member WHERE area > 0 AND (abs(9 * area - gap) <= 0.0001 OR abs(10 * gap + 9 * area) <= 0.001)
    UNION ALL
    SELECT a.sheet_id, a.total_line, a.field, 2, CASE WHEN a.rule IS NULL OR b.rule IS NULL THEN 1 ELSE 0 END, a.line,
        '恰为' || a.named || '和' || b.named || '之和 ' || area_text(a.area + b.area) || ' 公顷，' || CASE WHEN a.gap < 0 THEN '合计里可能没有这两行' ELSE '合计里可能把这两行加了两次' END
    FROM member AS a JOIN member AS b ON b.sheet_id = a.sheet_id AND b.total_line = a.total_line AND b.field = a.field AND b.line > a.line
    WHERE a.members <= 300 AND a.area > 0 AND b.area > 0 AND abs(a.area + b.area - abs(a.gap)) <= 0.0001
    UNION ALL
    SELECT sheet_id, total_line, field, 3, 0, min(line), '恰为退回的' || count(*) || '行（' || string_agg('第' || line || '行', '、' ORDER BY line) || '）之和'
    FROM member WHERE rule IS NOT NULL GROUP BY sheet_id, total_line, field, gap HAVING count(*) BETWEEN 3 AND 50 AND abs(sum(area) - abs(gap)) <= 0.0001
    UNION ALL
    SELECT sheet_id, total_line, field, 4, 0, min(line), '恰为' || unit || '的' || count(*) || '行之和，合计里可能没有这个单位'
    FROM member WHERE unit IS NOT NULL GROUP BY sheet_id, total_line, field, gap, unit HAVING count(*) >= 3 AND gap < 0 AND abs(sum(area) + gap) <= 0.0001
    UNION ALL
    SELECT sheet_id, total_line, field, 5, 0, min(line), '其中' || string_agg('第' || line || '行', '、' ORDER BY line) || '的面积认不出，没有加进去'
    FROM member WHERE rule IN ('N01', 'N03') AND area IS NULL AND gap > 0 GROUP BY sheet_id, total_line, field HAVING count(*) <= 20
), chosen AS (
    SELECT sheet_id, total_line, field, words, row_number() OVER (PARTITION BY sheet_id, total_line, field ORDER BY size, doubt, line) AS nth FROM cause
)
SELECT t.kind, coalesce(c.title, t.field) AS key, CAST(NULL AS VARCHAR) AS unit, t.sheet_id, t.line,
    t.word || '行的' || coalesce(c.title, t.field) || ' ' || area_text(t.area) || ' 公顷，逐行相加是 ' || area_text(t.summed) || ' 公顷，相差 '
    || area_text(t.area - t.summed) || ' 公顷' || coalesce('，' || x.words, '') || '；请核对是漏了行还是' || t.word || '没有更新' AS message
FROM wrong AS t
LEFT JOIN load.sheet_column AS c ON c.sheet_id = t.sheet_id AND c.field = t.field
LEFT JOIN chosen AS x ON x.sheet_id = t.sheet_id AND x.total_line = t.line AND x.field = t.field AND x.nth = 1
