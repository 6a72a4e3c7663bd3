-- 单位的各种写法：名录里的简称与别名，加上按通例展开的写法。
-- grain: one alias. An alias that two units could mean is left out: it then reads as unknown (U01).
WITH u AS (
    SELECT u.unit_code, u.unit, u.aliases, u.category, p.district,
        regexp_replace(u.unit, '(街道办事处|街道办|街道|办事处|管委会|管理委员会)$', '') AS stem,
        replace(p.district, '市', '') AS place
    FROM frame.unit AS u, frame.policy AS p
), written AS (
    SELECT unit, unit AS alias FROM u
    UNION SELECT unit, unit_code FROM u
    UNION SELECT unit, identifier(unnest(regexp_split_to_array(coalesce(aliases, ''), '[、，,;；/|\n]+'))) FROM u
    UNION SELECT unit, unnest([stem || '街道', stem || '街道办', stem || '街道办事处', stem || '办事处', stem || '办']) FROM u
        WHERE unit LIKE '%街道%' OR category = '街道'
    UNION SELECT unit, unnest([stem || '管委会', stem || '管理委员会', unit || '管委会', unit || '管理委员会', regexp_extract(stem, '开发区$'),
        regexp_extract(stem, '开发区$') || '管委会']) FROM u WHERE category = '开发区'
), prefixed AS (
    SELECT unit, alias FROM written
    UNION SELECT w.unit, p.district || w.alias FROM written AS w, frame.policy AS p
    UNION SELECT w.unit, '区' || w.alias FROM written AS w, frame.policy AS p WHERE p.district LIKE '%区'
    UNION SELECT w.unit, '县' || w.alias FROM written AS w, frame.policy AS p WHERE p.district LIKE '%县'
)
SELECT alias, min(unit) AS unit
FROM prefixed
WHERE alias <> '' AND alias NOT IN ('管委会', '管理委员会', '区', '县')
GROUP BY alias
HAVING count(DISTINCT unit) = 1
