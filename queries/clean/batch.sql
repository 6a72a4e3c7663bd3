-- 批次台账：一行一批次，日期、面积已识别。
-- grain: one row of a batch sheet; one to one with raw.batch. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- repeated: the batch level of a combined ledger without areas, where another sheet registers the batch.
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' WHEN o.elsewhere THEN 'repeated' ELSE row_class(r.approval_no, r.batch_name, concat_ws('|', r.batch_name, r.batch_type, r.approved_on, r.unit, r.department, r.remark), r.extra, l.approval_no_title) END AS row_class,
        document_no(r.approval_no) AS approval_no,
        identifier(r.batch_name) AS batch_name,
        blank_null(r.batch_type) AS batch_type,
        day_of(r.approved_on) AS approved_on,
        month_only(r.approved_on) AS approved_month_only,
        coalesce(area_of(r.approved_area, l.approved_area), o.area) AS approved_area,
        area_of(r.new_construction_area, l.new_construction_area) AS new_construction_area,
        area_of(r.farmland_area, l.farmland_area) AS farmland_area,
        area_of(r.arable_area, l.arable_area) AS arable_area,
        identifier(r.unit) AS unit,
        identifier(r.department) AS department,
        blank_null(r.remark) AS remark,
        r.approved_area AS raw_approved_area, r.approved_on AS raw_approved_on,
        r.arable_area AS raw_arable_area,
        r.farmland_area AS raw_farmland_area, r.new_construction_area AS raw_new_construction_area, r.approval_no AS raw_approval_no
    FROM raw.batch AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN naming.batch_of_parcels AS o ON o.sheet_id = r.sheet_id AND o.approval_no = document_no(r.approval_no) AND o.batch_name IS NOT DISTINCT FROM identifier(r.batch_name)
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_approval_no) THEN 'N04 approval_no'
        WHEN t.approved_on IS NULL AND blank_null(t.raw_approved_on) IS NOT NULL THEN 'N02 approved_on'
        WHEN t.approved_area IS NULL AND blank_null(t.raw_approved_area) IS NOT NULL THEN 'N01 approved_area'
        WHEN t.new_construction_area IS NULL AND blank_null(t.raw_new_construction_area) IS NOT NULL THEN 'N01 new_construction_area' END AS fault,
        concat_ws('、', CASE WHEN t.farmland_area IS NULL THEN unread_cell('农用地面积', t.raw_farmland_area) END,
            CASE WHEN t.arable_area IS NULL THEN unread_cell('耕地面积', t.raw_arable_area) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    approval_no, batch_name, batch_type, approved_on, approved_month_only, approved_area,
    new_construction_area, farmland_area, arable_area, unit, department, remark,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'approval_no' THEN raw_approval_no
        WHEN 'approved_on' THEN raw_approved_on
        WHEN 'approved_area' THEN raw_approved_area
        WHEN 'new_construction_area' THEN raw_new_construction_area END AS fault_value
FROM judged
