-- 一个电子监管号对应哪些批次
-- 一宗供地分摊到的批次、地块和单位，一行一分摊；没有写监管号时列出落在不止一个批次上的供地。面积合计与整宗供地面积的差列在末栏。
-- $supervision_no text：电子监管号或合同编号，默认列出跨批次的供地
WITH spread AS (
    SELECT supply_id, count(DISTINCT batch_id) AS batches, sum(allocated_area) AS allocated FROM fact.allocation GROUP BY supply_id
)
SELECT a.supply_id AS "电子监管号", a.contract_no AS "合同编号", a.land_user AS "用地单位", a.signed_on AS "签订日期", a.revoked_on AS "撤销日期", a.supply_area AS "整宗供地面积",
    a.batch_id AS "批准文号", b.batch_name AS "批次名称", b.in_cohort AS "在考核范围", a.parcel_id_text AS "地块编号", a.unit AS "责任单位", a.allocated_area AS "分摊面积",
    s.batches AS "涉及批次数", a.supply_area - s.allocated AS "整宗减分摊合计", h.file AS "文件", h.sheet AS "表", a.line AS "行"
FROM fact.allocation AS a JOIN spread AS s ON s.supply_id = a.supply_id JOIN fact.batch AS b ON b.batch_id = a.batch_id LEFT JOIN load.sheet AS h ON h.sheet_id = a.sheet_id
WHERE CASE WHEN CAST($supervision_no AS VARCHAR) IS NULL THEN s.batches > 1 ELSE CAST($supervision_no AS VARCHAR) IN (a.supply_id, a.supervision_no, a.contract_no) END
ORDER BY a.signed_on, a.supply_id, b.batch_id, a.line
