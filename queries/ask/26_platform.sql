-- 平台公司已供未建
-- 用地单位名称含平台公司字样、供地未撤销、截止日还没有实际动工的供地；一宗一行。字样按本地平台公司名称修改。
-- $words text = 城市建设投资|建设投资|城投|国有资产|国资|投资集团|开发建设|发展集团|交通投资|平台公司：认作平台公司的字样，几个用 | 隔开
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of FROM frame.policy)
SELECT a.supply_id AS "电子监管号", max(a.contract_no) AS "合同编号", max(a.land_user) AS "用地单位", max(a.land_use) AS "土地用途", string_agg(DISTINCT a.unit, '、' ORDER BY a.unit) AS "责任单位",
    min(a.signed_on) AS "签订日期", coalesce(max(a.supply_area), sum(a.allocated_area)) AS "供地面积", max(a.start_due_on) AS "约定动工日期",
    CASE WHEN max(a.start_due_on) < max(p.as_of) THEN max(p.as_of) - max(a.start_due_on) END AS "逾期天数", max(h.file) AS "文件", max(h.sheet) AS "表", min(a.line) AS "行"
FROM fact.allocation AS a JOIN p ON a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of) AND (a.started_on IS NULL OR a.started_on > p.as_of)
LEFT JOIN load.sheet AS h ON h.sheet_id = a.sheet_id
WHERE regexp_matches(a.land_user, CAST($words AS VARCHAR)) AND a.unit = coalesce(CAST($unit AS VARCHAR), a.unit)
GROUP BY a.supply_id
ORDER BY max(a.start_due_on) NULLS LAST, a.supply_id
