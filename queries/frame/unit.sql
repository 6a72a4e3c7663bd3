-- 责任单位名录：台账里有单位名录就用名录，没有就用设置里的默认单位。
-- grain: one unit. category is 街道, 开发区 or 部门, or what else the list calls a territorial unit (镇, 乡, 县 …). A unit listed
-- twice counts once, by the lower code (U04), in whatever order the rows stand.
WITH listed AS (
    SELECT identifier(unit_code) AS unit_code, identifier(unit) AS unit, aliases,
        blank_null(category) AS category, blank_null(ranked) AS ranked, sheet_id, line
    FROM raw.unit
    WHERE row_class(blank_null(unit_code), blank_null(unit), aliases, extra, '单位代码') = 'data' AND blank_null(unit) IS NOT NULL
), first_listed AS (
    SELECT unit_code, unit, aliases, category, ranked, sheet_id, line,
        row_number() OVER (PARTITION BY unit ORDER BY unit_code, category, ranked, aliases, sheet_id, line) AS occurrence
    FROM listed
), chosen AS (
    SELECT unit_code, unit, aliases, category, ranked, sheet_id, line FROM first_listed WHERE occurrence = 1
    UNION ALL
    SELECT unit_code, unit, aliases, category, ranked, NULL, NULL
    FROM load.default_unit WHERE NOT EXISTS (SELECT 1 FROM listed)
)
SELECT coalesce(unit_code, unit) AS unit_code, unit, aliases, unit_kind(category, unit) AS category,
    CASE WHEN ranked IS NULL THEN unit_kind(category, unit) <> '部门' ELSE yes(ranked) END AS ranked, sheet_id, line
FROM chosen
