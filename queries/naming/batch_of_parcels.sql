-- 三级合一的手工台账没有批准面积一栏时，批次面积取该表内各地块面积之和。
-- grain: batch sheet, number and name of a combined ledger without an area column of the batch. In 公顷. elsewhere: another sheet
-- registers the batch, which then is the one that counts.
WITH combined AS (
    SELECT b.sheet_id AS batch_sheet, p.sheet_id AS parcel_sheet
    FROM load.sheet AS b JOIN load.sheet AS p ON p.file = b.file AND p.sheet IS NOT DISTINCT FROM b.sheet AND p.header_line = b.header_line AND p.kind = 'parcel'
    WHERE b.kind = 'batch' AND b.status = 'ok' AND NOT EXISTS (
        SELECT 1 FROM load.sheet_column AS c WHERE c.sheet_id = b.sheet_id AND c.field IN ('approved_area', 'new_construction_area'))
)
SELECT x.batch_sheet AS sheet_id, document_no(r.approval_no) AS approval_no, identifier(r.batch_name) AS batch_name,
    CAST(sum(area_of(r.parcel_area, l.parcel_area)) AS DECIMAL(18, 6)) AS area, count(*) AS parcels,
    bool_or(EXISTS (SELECT 1 FROM raw.batch AS o WHERE document_no(o.approval_no) = document_no(r.approval_no) AND o.sheet_id <> x.batch_sheet
        AND o.sheet_id NOT IN (SELECT batch_sheet FROM combined))) AS elsewhere
FROM combined AS x JOIN raw.parcel AS r ON r.sheet_id = x.parcel_sheet JOIN frame.sheet_layout AS l ON l.sheet_id = r.sheet_id
WHERE r.approval_no IS NOT NULL AND row_class(r.parcel_id, r.parcel_name, concat_ws('|', r.unit, r.remark), r.extra, l.parcel_id_title) = 'data'
GROUP BY x.batch_sheet, document_no(r.approval_no), identifier(r.batch_name)
