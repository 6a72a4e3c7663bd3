SELECT t.unit AS choice
FROM (SELECT DISTINCT unit FROM total.standing UNION SELECT DISTINCT unit FROM total.idle) AS t LEFT JOIN frame.unit AS u ON u.unit = t.unit
ORDER BY t.unit <> '全区', coalesce(u.category, '') = '部门', u.unit_code, t.unit
