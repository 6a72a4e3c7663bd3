-- 进入核算的供地分摊行：数据行，未被退回。
-- grain: one row of clean.supply that is data and not refused.
-- as: view
SELECT c.sheet_id, c.line,
    c.supervision_no, c.contract_no, c.approval_no, c.batch_name, c.parcel_id, c.supply_way, c.signed_on, 
    c.signed_month_only, c.supply_area, c.allocated_area, c.price, c.land_user, c.land_use, c.deliver_on, 
    c.start_due_on, c.complete_due_on, c.started_on, c.completed_on, c.revoked_on, c.revoke_reason
FROM clean.supply AS c
WHERE c.row_class = 'data' AND NOT EXISTS (
    SELECT 1 FROM refuse.row AS r WHERE r.sheet_id = c.sheet_id AND r.line = c.line)
