-- 闲置处置台账：一行一次处置。
-- grain: one row of a disposal sheet; one to one with raw.idle_disposal. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.idle_id, r.way, concat_ws('|', r.way, r.disposed_on, r.document_no), r.extra, l.idle_id_title) END AS row_class,
        identifier(r.idle_id) AS idle_id,
        blank_null(r.way) AS way,
        area_of(r.disposed_area, l.disposed_area) AS disposed_area,
        day_of(r.disposed_on) AS disposed_on,
        month_only(r.disposed_on) AS disposed_month_only,
        document_no(r.document_no) AS document_no,
        day_of(r.new_start_due_on) AS new_start_due_on,
        r.disposed_area AS raw_disposed_area, r.disposed_on AS raw_disposed_on, r.idle_id AS raw_idle_id,
        r.new_start_due_on AS raw_new_start_due_on
    FROM raw.idle_disposal AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_idle_id) THEN 'N04 idle_id'
        WHEN t.disposed_area IS NULL AND blank_null(t.raw_disposed_area) IS NOT NULL THEN 'N01 disposed_area'
        WHEN t.disposed_on IS NULL AND blank_null(t.raw_disposed_on) IS NOT NULL THEN 'N02 disposed_on'
        WHEN t.new_start_due_on IS NULL AND blank_null(t.raw_new_start_due_on) IS NOT NULL AND way_code(t.way) = 'D2' THEN 'N02 new_start_due_on' END AS fault,
        concat_ws('、', CASE WHEN t.new_start_due_on IS NULL THEN unread_cell('新约定动工日期', t.raw_new_start_due_on) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    idle_id, way, disposed_area, disposed_on, disposed_month_only, document_no, new_start_due_on,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'idle_id' THEN raw_idle_id
        WHEN 'disposed_area' THEN raw_disposed_area
        WHEN 'disposed_on' THEN raw_disposed_on
        WHEN 'new_start_due_on' THEN raw_new_start_due_on END AS fault_value
FROM judged
