-- 单位名录里同一单位列了两次，或一行没有单位名称
-- rule: U04
-- severity: F
-- grain: row of 单位名录 that was left out. A second row that says otherwise is the danger: only one counts.
WITH listed AS (
    SELECT sheet_id, line, identifier(unit) AS unit, row_number() OVER (
        PARTITION BY identifier(unit) ORDER BY identifier(unit_code), blank_null(category), blank_null(ranked), aliases, sheet_id, line) AS occurrence
    FROM raw.unit WHERE row_class(blank_null(unit_code), blank_null(unit), aliases, extra, '单位代码') = 'data'
)
SELECT 'unit' AS kind, coalesce(unit, '（没有单位名称）') AS key, unit, sheet_id, line,
    CASE WHEN unit IS NULL THEN '该行没有单位名称，没有采用；请补上或删去'
        ELSE unit || '在单位名录里列了不止一次，只采用其中一行；两行的代码、别名、类别、是否排名不同的，请合为一行' END AS message
FROM listed
WHERE unit IS NULL OR occurrence > 1
