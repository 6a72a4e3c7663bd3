-- 一宗供地分列几行而某行没有分摊面积，退回（N05）：只有分摊面积能计入批次（R7）。
-- Rows that merely repeat another (S01) do not make a supply one of several rows.
WITH lines AS (
    SELECT sheet_id, line, allocated_area, coalesce(supervision_no, contract_no) AS supply_no,
        CASE WHEN parcel_id IS NULL THEN coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') ELSE parcel_id END AS land
    FROM clean.supply
    WHERE row_class = 'data' AND coalesce(supervision_no, contract_no) IS NOT NULL
), several AS (
    SELECT supply_no FROM lines GROUP BY supply_no HAVING count(DISTINCT land) > 1
)
SELECT sheet_id, line, 'N05' AS rule, 'allocated_area' AS field, CAST(NULL AS VARCHAR) AS value,
    '该电子监管号分列多行，每行都要填分摊面积' AS reason
FROM lines
WHERE allocated_area IS NULL AND supply_no IN (SELECT supply_no FROM several)
