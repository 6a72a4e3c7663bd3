-- 供地分摊归到批次、地块和责任单位：写了地块的随地块，没写的随批次（R7、R17）。
-- A number of several batches and no batch name: the row's parcel tells which, where the parcel has the same number.
-- grain: one allocation row. batch_id is NULL where neither 批准文号 nor 地块编号 leads to a batch (S03).
WITH own AS (
    SELECT batch_id, unit, department FROM admit.batch
), homed AS (
    SELECT s.sheet_id, s.line, s.supervision_no, s.contract_no,
        coalesce(s.supervision_no, s.contract_no, CAST(s.sheet_id AS VARCHAR) || '-' || CAST(s.line AS VARCHAR)) AS supply_id,
        s.approval_no, coalesce(a.batch_id, n.batch_id, CASE WHEN s.approval_no IS NULL OR h.approval_no = s.approval_no THEN h.batch_id END) AS batch_id,
        s.parcel_id, h.parcel_id IS NOT NULL AS parcel_known, h.batch_id AS parcel_batch_id, h.unit AS parcel_unit, h.department AS parcel_department,
        s.supply_way, s.signed_on, s.signed_month_only, s.supply_area, coalesce(s.allocated_area, s.supply_area) AS allocated_area,
        s.price, s.land_user, s.land_use, s.deliver_on, s.start_due_on, s.complete_due_on, s.started_on, s.completed_on,
        s.revoked_on, s.revoke_reason
    FROM admit.supply AS s
    LEFT JOIN own AS a ON a.batch_id = s.approval_no
    LEFT JOIN own AS n ON n.batch_id = CASE WHEN a.batch_id IS NULL THEN s.approval_no || ' ' || s.batch_name END
    LEFT JOIN home.parcel AS h ON h.parcel_id = s.parcel_id
)
SELECT h.sheet_id, h.line, h.supervision_no, h.contract_no, h.supply_id, h.approval_no, h.batch_id,
    CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_id END AS parcel_id, h.parcel_id AS parcel_id_text,
    h.parcel_known, h.parcel_batch_id,
    CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_unit ELSE b.unit END AS unit,
    CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_department ELSE b.department END AS department,
    h.supply_way, h.signed_on, h.signed_month_only, h.supply_area, h.allocated_area, h.price, h.land_user, h.land_use,
    h.deliver_on, h.start_due_on, h.complete_due_on, h.started_on, h.completed_on, h.revoked_on, h.revoke_reason
FROM homed AS h LEFT JOIN own AS b ON b.batch_id = h.batch_id
