-- 约定动工日期后不满一年就认定为闲置
-- rule: I02
-- severity: F
-- grain: recognised idle parcel with 约定动工日期.
SELECT 'idle' AS kind, idle_id AS key, unit, sheet_id, line,
    date_text(recognised_on) || ' 认定，约定动工日期是 ' || date_text(start_due_on) || '，不满一年；请核对约定动工日期（是否已有补充协议）和认定日期' AS message
FROM fact.idle
WHERE recognised AND recognised_on < start_due_on + INTERVAL 1 YEAR
