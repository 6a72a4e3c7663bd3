-- 任务分解表：一行一项任务。
-- grain: one row of a task sheet; one to one with raw.task. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count.
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.unit, r.category, concat_ws('|', r.category, r.year, r.quarter), r.extra, l.unit_title) END AS row_class,
        identifier(r.unit) AS unit,
        blank_null(r.category) AS category,
        TRY_CAST(regexp_replace(half_width(blank_null(r.year)), '[年季度第]', '', 'g') AS INTEGER) AS year,
        TRY_CAST(regexp_replace(digits_of(half_width(blank_null(r.quarter))), '[Qq年季度第\s]', '', 'g') AS INTEGER) AS quarter,
        area_of(r.area, l.area) AS area,
        r.area AS raw_area, r.quarter AS raw_quarter, r.year AS raw_year
    FROM raw.task AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN coalesce(t.year, 0) NOT BETWEEN 2000 AND 2099 AND blank_null(t.raw_year) IS NOT NULL THEN 'N01 year'
        WHEN coalesce(t.quarter, 0) NOT BETWEEN 1 AND 4 AND blank_null(t.raw_quarter) IS NOT NULL THEN 'N01 quarter'
        WHEN t.area IS NULL AND blank_null(t.raw_area) IS NOT NULL THEN 'N01 area' END AS fault
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    unit, category, year, quarter, area,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'year' THEN raw_year
        WHEN 'quarter' THEN raw_quarter
        WHEN 'area' THEN raw_area END AS fault_value
FROM judged
