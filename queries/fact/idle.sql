-- 闲置土地：依法认定的和疑似的（R8）。
-- grain: one idle_id. clock_from is the day the one- and two-year clocks run from (I4, I5).
-- order: sheet_id, line
SELECT idle_id, supervision_no, parcel_name, idle_area, unit, unit_known, start_due_on, notice_no, recognition_no, recognised_on,
    recognised_month_only, recognised, cause, own_cause, coalesce(start_due_on, recognised_on) AS clock_from, price, fee_decided_on,
    fee_amount, takeback_on, litigation, mortgage, seizure, remark, sheet_id, line
FROM place.idle
