-- 同一闲置编号、同一项任务登记两次，第二次退回（K01）。
WITH ranked AS (
    SELECT sheet_id, line, 'idle_id' AS field, idle_id AS value, row_number() OVER (PARTITION BY idle_id ORDER BY sheet_id, line) AS occurrence
    FROM clean.idle WHERE row_class = 'data' AND fault_rule IS NULL AND idle_id IS NOT NULL AND idle_area > 0
    UNION ALL
    SELECT sheet_id, line, 'unit', unit, row_number() OVER (
        PARTITION BY unit, CASE WHEN category LIKE '%闲置%' THEN 1 ELSE 0 END, year, quarter ORDER BY sheet_id, line)
    FROM clean.task WHERE row_class = 'data' AND fault_rule IS NULL AND unit IS NOT NULL
)
SELECT sheet_id, line, 'K01' AS rule, field, value, '与前面一行重复，请删去一行' AS reason
FROM ranked
WHERE occurrence > 1
