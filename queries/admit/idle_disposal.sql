-- 进入核算的闲置处置行。
-- grain: one row of clean.idle_disposal that is data and not refused.
-- as: view
SELECT c.sheet_id, c.line,
    c.idle_id, c.way, c.disposed_area, c.disposed_on, c.disposed_month_only, c.document_no, c.new_start_due_on
FROM clean.idle_disposal AS c
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
