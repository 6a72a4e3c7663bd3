-- 名次可能因补录退回行而变的单位：现在第几名，可能第几名。
SELECT d.unit, d.rank, d.refused_rows, d.best, d.worst, d.doubt_text
FROM doubt.rank_range AS d LEFT JOIN frame.unit AS u ON u.unit = d.unit
WHERE d.doubt_text IS NOT NULL
ORDER BY d.rank NULLS LAST, u.unit_code
