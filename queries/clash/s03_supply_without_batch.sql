-- 供地找不到所属批次，不计入任何分子，退回（S03）。
SELECT sheet_id, line, 'S03' AS rule, 'approval_no' AS field, approval_no AS value,
    CASE WHEN EXISTS (SELECT 1 FROM admit.batch AS b WHERE b.approval_no = s.approval_no)
        THEN '这个批准文号下有几个批次，没有批次名称（或名称对不上），地块编号也不能指明是哪一个；请补批次名称或地块编号'
        ELSE '批准文号在批次台账中查不到，地块编号也不能指明批次；该供地不计入任何单位，请补正' END AS reason
FROM place.supply AS s
WHERE batch_id IS NULL
