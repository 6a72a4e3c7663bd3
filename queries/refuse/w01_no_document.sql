-- 核销调整没有批复文号或生效日期，退回（W01）。
SELECT sheet_id, line, 'W01' AS rule, CASE WHEN document_no IS NULL THEN 'document_no' ELSE 'effective_on' END AS field,
    CAST(NULL AS VARCHAR) AS value, '核销、调整须有批复文号和生效日期，方可计入' AS reason
FROM clean.writeoff
WHERE row_class = 'data' AND fault_rule IS NULL AND (document_no IS NULL OR effective_on IS NULL)
