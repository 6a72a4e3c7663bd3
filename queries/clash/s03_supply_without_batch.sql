-- 供地找不到所属批次，不计入任何分子，退回（S03）。
SELECT sheet_id, line, 'S03' AS rule, 'approval_no' AS field, approval_no AS value,
    '批准文号在批次台账中查不到，地块编号也不能指明批次；该供地不计入任何单位，请补正' AS reason
FROM place.supply
WHERE batch_id IS NULL
