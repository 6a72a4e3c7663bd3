-- 地块台账：一行一地块。
-- grain: one row of a parcel sheet; one to one with raw.parcel. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.parcel_id, coalesce(r.approval_no, r.parcel_name), concat_ws('|', r.approval_no, r.batch_name, r.parcel_name, r.unit, r.department, r.stage, r.unsupplied_reason, r.planned_way, r.deadline, r.responsible, r.remark), r.extra, l.parcel_id_title) END AS row_class,
        identifier(r.parcel_id) AS parcel_id,
        document_no(r.approval_no) AS approval_no,
        identifier(r.batch_name) AS batch_name,
        blank_null(r.parcel_name) AS parcel_name,
        area_of(r.parcel_area, l.parcel_area) AS parcel_area,
        identifier(r.unit) AS unit,
        identifier(r.department) AS department,
        blank_null(r.stage) AS stage,
        blank_null(r.unsupplied_reason) AS unsupplied_reason,
        blank_null(r.planned_way) AS planned_way,
        day_of(r.deadline) AS deadline,
        blank_null(r.responsible) AS responsible,
        blank_null(r.attractable) AS attractable,
        blank_null(r.remark) AS remark, r.deadline AS raw_deadline, r.parcel_area AS raw_parcel_area,
        r.parcel_id AS raw_parcel_id, r.approval_no AS raw_approval_no
    FROM raw.parcel AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_approval_no) THEN 'N04 approval_no'
        WHEN damaged_identifier(t.raw_parcel_id) THEN 'N04 parcel_id'
        WHEN t.parcel_area IS NULL AND blank_null(t.raw_parcel_area) IS NOT NULL THEN 'N01 parcel_area' END AS fault,
        concat_ws('、', CASE WHEN t.deadline IS NULL THEN unread_cell('处置时限', t.raw_deadline) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    parcel_id, approval_no, batch_name, parcel_name, parcel_area, unit, department, stage,
    unsupplied_reason, planned_way, deadline, responsible, attractable, remark,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'approval_no' THEN raw_approval_no
        WHEN 'parcel_id' THEN raw_parcel_id
        WHEN 'parcel_area' THEN raw_parcel_area END AS fault_value
FROM judged
