-- 供地分摊：一宗供地落在一个批次、一个地块上的面积（R6、R7）。
-- grain: one allocation row. supply_id groups the rows of one supply.
-- order: sheet_id, line
-- as: view
SELECT supply_id, supervision_no, contract_no, batch_id, parcel_id, parcel_id_text, parcel_known, parcel_batch_id, unit, department,
    supply_way, signed_on, signed_month_only, supply_area, allocated_area, price, land_user, land_use, deliver_on, start_due_on,
    complete_due_on, started_on, completed_on, revoked_on, revoke_reason, sheet_id, line
FROM place.supply AS p
WHERE NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = p.sheet_id AND c.line = p.line)
