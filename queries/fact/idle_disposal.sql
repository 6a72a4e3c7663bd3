-- 闲置土地处置：一次处置一行（R9）。
-- grain: one disposal row. started_on is the day a D2's new start was kept: the first D1 of the parcel, or the first
-- 实际动工日期 of its 电子监管号 among the supplies that count, on or after the day of the D2 itself.
-- order: sheet_id, line
WITH kept AS (
    SELECT sheet_id, line, idle_id, way_code, way, disposed_area, disposed_on, disposed_month_only, document_no, new_start_due_on, idle_area
    FROM place.idle_disposal AS p
    WHERE NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = p.sheet_id AND c.line = p.line)
), starts AS (
    SELECT idle_id, disposed_on AS started_on FROM kept WHERE way_code = 'D1'
    UNION ALL
    SELECT i.idle_id, s.started_on FROM place.idle AS i JOIN place.supply AS s ON s.supervision_no = i.supervision_no
    WHERE s.started_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM clash.row AS c WHERE c.sheet_id = s.sheet_id AND c.line = s.line)
), first_start AS (
    SELECT k.sheet_id, k.line, min(s.started_on) AS started_on
    FROM kept AS k JOIN starts AS s ON s.idle_id = k.idle_id AND s.started_on >= k.disposed_on
    WHERE k.way_code = 'D2' GROUP BY k.sheet_id, k.line
)
SELECT k.idle_id, k.way_code, way_name(k.way_code) AS way, k.disposed_area, k.disposed_on, k.disposed_month_only, k.document_no,
    k.new_start_due_on, f.started_on, k.sheet_id, k.line
FROM kept AS k LEFT JOIN first_start AS f ON f.sheet_id = k.sheet_id AND f.line = k.line
