-- 进入核算的闲置土地行：数据行，未被退回。
-- grain: one idle parcel.
-- as: view
SELECT c.sheet_id, c.line,
    c.idle_id, c.supervision_no, c.parcel_name, c.idle_area, coalesce(c.unit, n.unit) AS unit, c.start_due_on, c.notice_no, c.recognition_no,
    c.recognised_on, c.recognised_month_only, c.cause, c.price, c.fee_decided_on, c.fee_amount, c.takeback_on,
    c.litigation, c.mortgage, c.seizure, c.remark
FROM clean.idle AS c LEFT JOIN clean.sheet_unit AS n ON n.sheet_id = c.sheet_id
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
