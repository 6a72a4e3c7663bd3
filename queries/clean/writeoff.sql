-- 核销调整台账：一行一次核销、失效、撤回或调整使用。
-- grain: one row of a write-off sheet; one to one with raw.writeoff. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.approval_no, r.parcel_id, concat_ws('|', r.batch_name, r.parcel_id, r.writeoff_type, r.effective_on, r.document_no, r.target_batch), r.extra, l.approval_no_title) END AS row_class,
        document_no(r.approval_no) AS approval_no,
        identifier(r.batch_name) AS batch_name,
        identifier(r.parcel_id) AS parcel_id,
        blank_null(r.writeoff_type) AS writeoff_type,
        area_of(r.area, l.area) AS area,
        day_of(r.effective_on) AS effective_on,
        month_only(r.effective_on) AS effective_month_only,
        document_no(r.document_no) AS document_no,
        document_no(r.target_batch) AS target_batch,
        area_of(r.target_new_area, l.target_new_area) AS target_new_area,
        area_of(r.target_farmland_area, l.target_farmland_area) AS target_farmland_area,
        area_of(r.target_arable_area, l.target_arable_area) AS target_arable_area,
        r.area AS raw_area, r.effective_on AS raw_effective_on,
        r.parcel_id AS raw_parcel_id, r.target_arable_area AS raw_target_arable_area,
        r.target_farmland_area AS raw_target_farmland_area, r.target_new_area AS raw_target_new_area, r.approval_no AS raw_approval_no
    FROM raw.writeoff AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_approval_no) THEN 'N04 approval_no'
        WHEN damaged_identifier(t.raw_parcel_id) THEN 'N04 parcel_id'
        WHEN t.area IS NULL AND blank_null(t.raw_area) IS NOT NULL THEN 'N01 area'
        WHEN t.effective_on IS NULL AND blank_null(t.raw_effective_on) IS NOT NULL THEN 'N02 effective_on' END AS fault,
        concat_ws('、', CASE WHEN t.target_new_area IS NULL THEN unread_cell('调入新增面积', t.raw_target_new_area) END,
            CASE WHEN t.target_farmland_area IS NULL THEN unread_cell('调入农用地面积', t.raw_target_farmland_area) END,
            CASE WHEN t.target_arable_area IS NULL THEN unread_cell('调入耕地面积', t.raw_target_arable_area) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    approval_no, batch_name, parcel_id, writeoff_type, area, effective_on, effective_month_only,
    document_no, target_batch, target_new_area, target_farmland_area, target_arable_area,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'approval_no' THEN raw_approval_no
        WHEN 'parcel_id' THEN raw_parcel_id
        WHEN 'area' THEN raw_area
        WHEN 'effective_on' THEN raw_effective_on END AS fault_value
FROM judged
