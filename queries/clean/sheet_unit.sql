-- 没有责任单位一栏的表归哪个单位：看工作表名、文件名、文件夹名、表头上方的文字。
-- grain: sheet of batches, parcels or idle land in which no row names a unit. The nearest text that names exactly one unit decides;
-- 部门 are not looked for: their names stand on what they compile for others. hint is that text.
WITH silent AS (
    SELECT s.sheet_id, s.kind, s.unit_hint FROM load.sheet AS s
    WHERE s.unit_hint <> '' AND s.kind IN ('batch', 'parcel', 'idle')
        AND NOT EXISTS (SELECT 1 FROM raw.batch AS r WHERE r.sheet_id = s.sheet_id AND r.unit IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM raw.parcel AS r WHERE r.sheet_id = s.sheet_id AND r.unit IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM raw.idle AS r WHERE r.sheet_id = s.sheet_id AND r.unit IS NOT NULL)
), hint AS (
    SELECT sheet_id, nth, string_split(unit_hint, '|')[nth] AS hint
    FROM (SELECT sheet_id, unit_hint, unnest(range(1, len(string_split(unit_hint, '|')) + 1)) AS nth FROM silent) AS h
), named AS (
    SELECT h.sheet_id, h.nth, min(h.hint) AS hint, min(a.unit) AS unit
    FROM hint AS h JOIN naming.unit_alias AS a ON length(a.alias) >= 2 AND contains(h.hint, a.alias)
    JOIN frame.unit AS u ON u.unit = a.unit AND u.category <> '部门'
    GROUP BY h.sheet_id, h.nth HAVING count(DISTINCT a.unit) = 1
)
SELECT sheet_id, arg_min(unit, nth) AS unit, arg_min(hint, nth) AS hint
FROM named GROUP BY sheet_id
