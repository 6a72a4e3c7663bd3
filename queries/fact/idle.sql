-- 闲置土地：依法认定的和疑似的（R8）。
-- grain: one idle_id. clock_from is the day the one- and two-year clocks run from (I4, I5). A fee recorded as a disposal (D7)
-- is a fee decided, whether or not the idle ledger says so too.
-- order: sheet_id, line
WITH fee AS (
    SELECT d.idle_id, min(d.disposed_on) AS decided_on FROM place.idle_disposal AS d
    WHERE d.way_code = 'D7' AND NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = d.sheet_id AND c.line = d.line) GROUP BY d.idle_id
)
SELECT i.idle_id, i.supervision_no, i.parcel_name, i.idle_area, i.unit, i.unit_known, i.start_due_on, i.notice_no, i.recognition_no, i.recognised_on,
    i.recognised_month_only, i.recognised, i.cause, i.own_cause, coalesce(i.start_due_on, i.recognised_on) AS clock_from, i.price,
    coalesce(i.fee_decided_on, f.decided_on) AS fee_decided_on,
    i.fee_amount, i.takeback_on, i.litigation, i.mortgage, i.seizure, i.remark, i.sheet_id, i.line
FROM place.idle AS i LEFT JOIN fee AS f ON f.idle_id = i.idle_id
