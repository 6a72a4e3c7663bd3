-- 批次名称里的年度与批准日期的年份不同；是否在范围内只看批准日期
-- rule: A06
-- severity: F
-- grain: batch whose name carries a year.
WITH named AS (
    SELECT batch_id, unit, sheet_id, line, batch_name, approved_on, in_cohort,
        regexp_extract(translate(batch_name, '〇零○一二三四五六七八九', '000123456789'), '((?:19|20)[0-9]{2})年', 1) AS named_year
    FROM fact.batch
    WHERE batch_name IS NOT NULL
)
SELECT 'batch' AS kind, batch_id AS key, unit, sheet_id, line,
    '名称写' || named_year || '年度，批准日期是 ' || date_text(approved_on) || '，按批准日期' || CASE WHEN in_cohort THEN '计入' ELSE '不计入' END
    || '考核范围；请核对批准日期' AS message
FROM named
WHERE named_year <> '' AND CAST(named_year AS INTEGER) <> year(approved_on)
