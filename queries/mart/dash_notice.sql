-- 看板的状态：下一期何时应出，本期是否草稿。
-- The next edition is due when its bulletin would be signed: ten days after its quarter ends.
WITH next AS (SELECT last_day(quarter_end + INTERVAL 3 MONTH) AS quarter_end FROM frame.policy)
SELECT 'next_due' AS key, CAST(quarter_end + 10 AS VARCHAR) AS value FROM next
UNION ALL SELECT 'next_due_name', date_text(quarter_end + 10) FROM next
UNION ALL SELECT 'next_quarter_name', quarter_text(quarter_end) FROM next
UNION ALL SELECT 'deadline_name', date_text(deadline) FROM frame.policy
UNION ALL SELECT 'draft', CASE WHEN max(value) FILTER (key = 'draft') = 'true' THEN 'true' ELSE 'false' END FROM load.setting
ORDER BY key
