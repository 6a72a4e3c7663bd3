-- 地块的批准文号在批次台账中查不到，退回（P02）。
SELECT sheet_id, line, 'P02' AS rule, 'approval_no' AS field, approval_no AS value,
    '批准文号在批次台账中查不到（或一个文号有几个批次而没写批次名称），请补批次或改正文号' AS reason
FROM place.parcel
WHERE batch_id IS NULL
