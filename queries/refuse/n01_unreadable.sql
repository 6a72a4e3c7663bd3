-- 数字、日期或编号认不出的行退回（N01 数字，N02 日期，N04 编号被电子表格改坏）。
WITH faults AS (
    SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.batch
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.parcel
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.supply
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.writeoff
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.idle
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.idle_disposal
    UNION ALL SELECT sheet_id, line, row_class, fault_rule, fault_field, fault_value FROM clean.task
)
SELECT sheet_id, line, fault_rule AS rule, fault_field AS field, fault_value AS value,
    CASE WHEN fault_field = 'year' THEN '年度不对，请填四位年份，如 2024'
        WHEN fault_field = 'quarter' THEN '季度不对，请填 1、2、3 或 4；全年的任务把季度留空'
        WHEN fault_rule = 'N01' AND regexp_full_match(fault_value, '\s*[0-9]+(\.[0-9]+)?\s*') THEN '数字大到不可能，请核对小数点和计量单位'
        WHEN fault_rule = 'N01' AND regexp_full_match(fault_value, '\s*[0-9]+[,，][0-9.,，]+\s*') THEN '逗号的位置不像千分号，请核对：小数点写成“.”，千分号每三位一个'
        WHEN fault_rule = 'N01' THEN '不是数字，请改为阿拉伯数字，计量单位写在表头'
        WHEN fault_rule = 'N02' THEN '不是日期，请改为 2024-06-30 的写法'
        ELSE '编号被电子表格改坏了（成了小数、科学计数或 #REF! 一类的错误值），请把该列设为文本后重新录入' END AS reason
FROM faults
WHERE row_class = 'data' AND fault_rule IS NOT NULL
