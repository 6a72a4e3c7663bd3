-- 看板的状态：下一期何时应出，目标何时到期。
-- The next edition is due when the schedule of the settings makes it; without one, ten days after its quarter ends. Its quarter is the last that has ended by then.
WITH next AS (SELECT coalesce(next_due, last_day(quarter_end + INTERVAL 3 MONTH) + 10) AS due, deadline FROM frame.policy)
SELECT 'next_due' AS key, CAST(due AS VARCHAR) AS value FROM next
UNION ALL SELECT 'next_due_name', date_text(due) FROM next
UNION ALL SELECT 'next_quarter_name', quarter_text(CAST(date_trunc('quarter', due) AS DATE) - 1) FROM next
UNION ALL SELECT 'deadline_name', date_text(deadline) FROM next
ORDER BY key
