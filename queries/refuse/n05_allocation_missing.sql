-- 一宗供地分列几行而某行没有分摊面积，退回（N05）：只有分摊面积能计入批次（R7）。
WITH counted AS (
    SELECT sheet_id, line, allocated_area, count(*) OVER (PARTITION BY coalesce(supervision_no, contract_no)) AS row_count
    FROM clean.supply
    WHERE row_class = 'data' AND coalesce(supervision_no, contract_no) IS NOT NULL
)
SELECT sheet_id, line, 'N05' AS rule, 'allocated_area' AS field, CAST(NULL AS VARCHAR) AS value,
    '该电子监管号分列多行，每行都要填分摊面积' AS reason
FROM counted
WHERE row_count > 1 AND allocated_area IS NULL
