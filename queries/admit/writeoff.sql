-- 进入核算的核销调整行。
-- grain: one row of clean.writeoff that is data and not refused.
-- as: view
SELECT c.sheet_id, c.line,
    c.approval_no, c.batch_name, c.parcel_id, c.writeoff_type, c.area, c.effective_on, c.effective_month_only, 
    c.document_no, c.target_batch, c.target_new_area, c.target_farmland_area, c.target_arable_area
FROM clean.writeoff AS c
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
