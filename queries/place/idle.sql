-- 闲置土地归到责任单位。
-- grain: one idle parcel. recognised says that 认定书文号 and 认定日期 are both there (R8).
SELECT i.sheet_id, i.line, i.idle_id, i.supervision_no, i.parcel_name, i.idle_area,
    coalesce(u.unit, i.unit, '（未填责任单位）') AS unit, u.unit IS NOT NULL AS unit_known,
    i.start_due_on, i.notice_no, i.recognition_no, i.recognised_on, i.recognised_month_only,
    i.recognition_no IS NOT NULL AND i.recognised_on IS NOT NULL AS recognised,
    i.cause, own_cause(i.cause) AS own_cause, i.price, i.fee_decided_on, i.fee_amount, i.takeback_on,
    i.litigation, i.mortgage, i.seizure, i.remark
FROM admit.idle AS i LEFT JOIN naming.unit_alias AS u ON u.alias = i.unit
