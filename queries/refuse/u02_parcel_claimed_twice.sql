-- 同一地块编号登记两次，第二次退回（U02）：两个单位不能同时认领一个地块。
WITH ranked AS (
    SELECT sheet_id, line, parcel_id, row_number() OVER (
        PARTITION BY parcel_id ORDER BY approval_no, batch_name, unit, parcel_area, department, stage, parcel_name, sheet_id, line) AS occurrence
    FROM clean.parcel
    WHERE row_class = 'data' AND fault_rule IS NULL AND parcel_id IS NOT NULL AND parcel_area > 0
)
SELECT sheet_id, line, 'U02' AS rule, 'parcel_id' AS field, parcel_id AS value, '这个地块编号登记了不止一次，只计其中一行；请与另一行核对归属和面积，只保留一行' AS reason
FROM ranked
WHERE occurrence > 1
