-- 闲置土地处置：一次处置一行（R9）。
-- grain: one disposal row. followed_on is the day an act that ends the case (D1, D5, D6, D8) was done on the same area as this
-- extension, change, use or transfer (D2, D3, D4, D9): the same land, which then counts by that act alone. started_on is the day a D2's new start was kept: the first D1 of the parcel, or the first
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
), renewed AS (
    -- A further agreement on the same area takes the place of the one before it.
    SELECT a.sheet_id, a.line, min(e.disposed_on) AS followed_on
    FROM kept AS a JOIN kept AS e ON e.idle_id = a.idle_id AND e.disposed_area = a.disposed_area AND e.disposed_on > a.disposed_on
    WHERE a.way_code = 'D2' AND e.way_code = 'D2' AND a.disposed_area < a.idle_area GROUP BY a.sheet_id, a.line
), turn AS (
    SELECT sheet_id, line, idle_id, disposed_area, disposed_on, way_code IN ('D1', 'D5', 'D6', 'D8') AS ends,
        row_number() OVER (PARTITION BY idle_id, disposed_area, way_code IN ('D1', 'D5', 'D6', 'D8') ORDER BY disposed_on, way_code, document_no, sheet_id, line) AS nth
    FROM kept AS k WHERE way_code NOT IN ('D0', 'D7') AND NOT EXISTS (SELECT 1 FROM renewed AS r WHERE r.sheet_id = k.sheet_id AND r.line = k.line)
), followed AS (
    SELECT a.sheet_id, a.line, e.disposed_on AS followed_on
    FROM turn AS a JOIN turn AS e ON e.idle_id = a.idle_id AND e.disposed_area = a.disposed_area AND e.nth = a.nth AND e.disposed_on >= a.disposed_on
    WHERE e.ends AND NOT a.ends
    UNION ALL SELECT sheet_id, line, followed_on FROM renewed
)
SELECT k.idle_id, k.way_code, way_name(k.way_code) AS way, k.disposed_area, k.disposed_on, k.disposed_month_only, k.document_no,
    k.new_start_due_on, f.started_on, n.followed_on, k.sheet_id, k.line
FROM kept AS k LEFT JOIN first_start AS f ON f.sheet_id = k.sheet_id AND f.line = k.line
LEFT JOIN followed AS n ON n.sheet_id = k.sheet_id AND n.line = k.line
