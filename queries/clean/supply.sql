-- 供地台账：一行一分摊（一宗供地落在一个批次、一个地块上的面积）。
-- grain: one allocation row; one to one with raw.supply. Areas in 公顷, money in 万元.
-- rules: N01 number, N02 date, N04 damaged id name the first cell without which a row cannot count;
-- unread names the other cells that could not be read and stay blank (N07).
WITH typed AS (
    SELECT r.sheet_id, r.line,
        CASE WHEN x.line IS NOT NULL THEN 'replaced' ELSE row_class(r.supervision_no, coalesce(r.contract_no, r.approval_no), concat_ws('|', r.contract_no, r.approval_no, r.batch_name, r.parcel_id, r.supply_way, r.signed_on, r.land_user, r.land_use, r.revoke_reason), r.extra, l.supervision_no_title) END AS row_class,
        identifier(r.supervision_no) AS supervision_no,
        document_no(r.contract_no) AS contract_no,
        document_no(r.approval_no) AS approval_no,
        identifier(r.batch_name) AS batch_name,
        identifier(r.parcel_id) AS parcel_id,
        blank_null(r.supply_way) AS supply_way,
        day_of(r.signed_on) AS signed_on,
        month_only(r.signed_on) AS signed_month_only,
        area_of(r.supply_area, l.supply_area) AS supply_area,
        area_of(r.allocated_area, l.allocated_area) AS allocated_area,
        money_of(r.price, l.price) AS price,
        blank_null(r.land_user) AS land_user,
        blank_null(r.land_use) AS land_use,
        day_of(r.deliver_on) AS deliver_on,
        day_of(r.start_due_on) AS start_due_on,
        day_of(r.complete_due_on) AS complete_due_on,
        day_of(r.started_on) AS started_on,
        day_of(r.completed_on) AS completed_on,
        day_of(r.revoked_on) AS revoked_on,
        blank_null(r.revoke_reason) AS revoke_reason,
        r.allocated_area AS raw_allocated_area,
        r.complete_due_on AS raw_complete_due_on, r.completed_on AS raw_completed_on,
        r.deliver_on AS raw_deliver_on, r.parcel_id AS raw_parcel_id, r.price AS raw_price,
        r.revoked_on AS raw_revoked_on, r.signed_on AS raw_signed_on, r.start_due_on AS raw_start_due_on,
        r.started_on AS raw_started_on, r.supervision_no AS raw_supervision_no,
        r.supply_area AS raw_supply_area, r.approval_no AS raw_approval_no
    FROM raw.supply AS r JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
    LEFT JOIN frame.superseded AS x ON x.original_sheet = r.sheet_id AND x.original_line = r.line AND x.nth = 1
), judged AS (
    SELECT *, CASE
        WHEN damaged_identifier(t.raw_approval_no) THEN 'N04 approval_no'
        WHEN damaged_identifier(t.raw_supervision_no) THEN 'N04 supervision_no'
        WHEN damaged_identifier(t.raw_parcel_id) THEN 'N04 parcel_id'
        WHEN t.signed_on IS NULL AND blank_null(t.raw_signed_on) IS NOT NULL THEN 'N02 signed_on'
        WHEN t.supply_area IS NULL AND blank_null(t.raw_supply_area) IS NOT NULL THEN 'N01 supply_area'
        WHEN t.allocated_area IS NULL AND blank_null(t.raw_allocated_area) IS NOT NULL THEN 'N01 allocated_area'
        WHEN t.revoked_on IS NULL AND blank_null(t.raw_revoked_on) IS NOT NULL THEN 'N02 revoked_on' END AS fault,
        concat_ws('、', CASE WHEN t.price IS NULL THEN unread_cell('成交价款', t.raw_price) END,
            CASE WHEN t.deliver_on IS NULL THEN unread_cell('约定交地日期', t.raw_deliver_on) END,
            CASE WHEN t.start_due_on IS NULL THEN unread_cell('约定动工日期', t.raw_start_due_on) END,
            CASE WHEN t.complete_due_on IS NULL THEN unread_cell('约定竣工日期', t.raw_complete_due_on) END,
            CASE WHEN t.started_on IS NULL THEN unread_cell('实际动工日期', t.raw_started_on) END,
            CASE WHEN t.completed_on IS NULL THEN unread_cell('实际竣工日期', t.raw_completed_on) END) AS unread
    FROM typed AS t
)
SELECT sheet_id, line, row_class,
    supervision_no, contract_no, approval_no, batch_name, parcel_id, supply_way, signed_on,
    signed_month_only, supply_area, allocated_area, price, land_user, land_use, deliver_on, start_due_on,
    complete_due_on, started_on, completed_on, revoked_on, revoke_reason,
    nullif(unread, '') AS unread,
    fault[1:3] AS fault_rule, fault[5:] AS fault_field,
    CASE fault[5:] WHEN 'approval_no' THEN raw_approval_no
        WHEN 'supervision_no' THEN raw_supervision_no
        WHEN 'parcel_id' THEN raw_parcel_id
        WHEN 'signed_on' THEN raw_signed_on
        WHEN 'supply_area' THEN raw_supply_area
        WHEN 'allocated_area' THEN raw_allocated_area
        WHEN 'revoked_on' THEN raw_revoked_on END AS fault_value
FROM judged
