-- 核销、调整归到批次、地块和责任单位。
-- A number of several batches and no batch name: the row's parcel tells which, where the parcel has the same number.
-- grain: one row of 核销调整台账. batch_id is NULL where it cannot be found (W01).
WITH parcel_home AS (
    SELECT parcel_id, approval_no, batch_id, unit, department FROM home.parcel WHERE parcel_id IN (SELECT parcel_id FROM admit.writeoff)
), homed AS (
    SELECT w.sheet_id, w.line, w.approval_no,
        coalesce(a.batch_id, n.batch_id, CASE WHEN w.approval_no IS NULL OR h.approval_no = w.approval_no THEN h.batch_id END) AS batch_id,
        w.parcel_id, h.batch_id AS parcel_batch_id, h.unit AS parcel_unit, h.department AS parcel_department,
        w.writeoff_type, writeoff_class(w.writeoff_type) AS class, w.area, w.effective_on, w.effective_month_only, w.document_no,
        w.target_batch, w.target_new_area, w.target_farmland_area, w.target_arable_area
    FROM admit.writeoff AS w
    LEFT JOIN admit.batch AS a ON a.batch_id = w.approval_no
    LEFT JOIN admit.batch AS n ON n.batch_id = w.approval_no || ' ' || w.batch_name
    LEFT JOIN parcel_home AS h ON h.parcel_id = w.parcel_id
)
SELECT h.sheet_id, h.line, h.approval_no, h.batch_id, CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_id END AS parcel_id,
    CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_unit ELSE b.unit END AS unit,
    CASE WHEN h.parcel_batch_id = h.batch_id THEN h.parcel_department ELSE b.department END AS department,
    h.writeoff_type, h.class, h.area, h.effective_on, h.effective_month_only, h.document_no,
    h.target_batch, h.target_new_area, h.target_farmland_area, h.target_arable_area
FROM homed AS h LEFT JOIN admit.batch AS b ON b.batch_id = h.batch_id
