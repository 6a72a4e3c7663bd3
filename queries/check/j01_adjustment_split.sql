-- 同一批次的调整使用没有一次到位，被拆分或多次调整
-- rule: J01
-- severity: F
-- grain: batch (R16). One document of one day to one new batch may name several parcels.
WITH acts AS (
    SELECT DISTINCT batch_id, effective_on, document_no, coalesce(target_batch, '') AS target_batch FROM fact.writeoff WHERE class = 'adjustment'
), split AS (
    SELECT batch_id, count(*) AS acts, count(DISTINCT target_batch) AS targets, min(effective_on) AS first_on, max(effective_on) AS last_on
    FROM acts GROUP BY batch_id HAVING count(*) > 1
)
SELECT 'batch' AS kind, s.batch_id AS key, b.unit, b.sheet_id, b.line,
    date_text(s.first_on) || CASE WHEN s.last_on > s.first_on THEN '至' || date_text(s.last_on) ELSE '' END || '分' || s.acts || '次调整使用，调入' || s.targets
    || '个批次；按规定应当一次性调整到位，不得拆分或多次处置，请核对' AS message
FROM split AS s JOIN fact.batch AS b ON b.batch_id = s.batch_id
