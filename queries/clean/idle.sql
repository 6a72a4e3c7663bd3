-- 闲置土地台账：一行一宗。
-- grain: one row of an idle-land sheet; one to one with raw.idle. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.idle_id, r.parcel_name, concat_ws('|', r.supervision_no, r.parcel_name, r.unit, r.start_due_on, r.notice_no, r.recognition_no, r.cause, r.remark), r.extra, l.idle_id_title) END AS row_class,
        identifier(r.idle_id) AS idle_id,
        identifier(r.supervision_no) AS supervision_no,
        blank_null(r.parcel_name) AS parcel_name,
        area_of(r.idle_area, l.idle_area) AS idle_area,
        identifier(r.unit) AS unit,
        day_of(r.start_due_on) AS start_due_on,
        document_no(r.notice_no) AS notice_no,
        document_no(r.recognition_no) AS recognition_no,
        day_of(r.recognised_on) AS recognised_on,
        month_only(r.recognised_on) AS recognised_month_only,
        blank_null(r.cause) AS cause,
        money_of(r.price, l.price) AS price,
        day_of(r.fee_decided_on) AS fee_decided_on,
        money_of(r.fee_amount, l.fee_amount) AS fee_amount,
        day_of(r.takeback_on) AS takeback_on,
        blank_null(r.litigation) AS litigation,
        blank_null(r.mortgage) AS mortgage,
        blank_null(r.seizure) AS seizure,
        blank_null(r.remark) AS remark,
        r.fee_amount AS raw_fee_amount, r.fee_decided_on AS raw_fee_decided_on, r.idle_area AS raw_idle_area,
        r.idle_id AS raw_idle_id, r.price AS raw_price, r.recognised_on AS raw_recognised_on,
        r.start_due_on AS raw_start_due_on, r.supervision_no AS raw_supervision_no,
        r.takeback_on AS raw_takeback_on
    FROM raw.idle AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_idle_id) THEN 'N04 idle_id'
        WHEN damaged_identifier(t.raw_supervision_no) THEN 'N04 supervision_no'
        WHEN t.idle_area IS NULL AND blank_null(t.raw_idle_area) IS NOT NULL THEN 'N01 idle_area'
        WHEN t.recognised_on IS NULL AND blank_null(t.raw_recognised_on) IS NOT NULL THEN 'N02 recognised_on' END AS fault,
        concat_ws('、', CASE WHEN t.start_due_on IS NULL THEN unread_cell('约定动工日期', t.raw_start_due_on) END,
            CASE WHEN t.price IS NULL THEN unread_cell('成交价款', t.raw_price) END,
            CASE WHEN t.fee_decided_on IS NULL THEN unread_cell('闲置费决定日期', t.raw_fee_decided_on) END,
            CASE WHEN t.fee_amount IS NULL THEN unread_cell('闲置费金额', t.raw_fee_amount) END,
            CASE WHEN t.takeback_on IS NULL THEN unread_cell('收回决定日期', t.raw_takeback_on) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    idle_id, supervision_no, parcel_name, idle_area, unit, start_due_on, notice_no, recognition_no,
    recognised_on, recognised_month_only, cause, price, fee_decided_on, fee_amount, takeback_on,
    litigation, mortgage, seizure, remark,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'idle_id' THEN raw_idle_id
        WHEN 'supervision_no' THEN raw_supervision_no
        WHEN 'idle_area' THEN raw_idle_area
        WHEN 'recognised_on' THEN raw_recognised_on END AS fault_value
FROM judged
