-- 三个月内到期的约定开工、竣工
-- 开竣工提醒：未撤销的供地中，约定动工或竣工日期在截止日之后若干个月以内、还没有实际动工或竣工的；一宗供地一行，面积是整宗供地面积。
-- $months integer = 3：几个月以内
-- $unit unit：责任单位，默认全部
WITH p AS (SELECT as_of, CAST(as_of + to_months(CAST($months AS INTEGER)) AS DATE) AS until FROM frame.policy),
supply AS (
    SELECT a.supply_id, min(a.unit) AS unit, max(a.contract_no) AS contract_no, max(a.land_user) AS land_user, max(a.land_use) AS land_use, max(a.supply_area) AS area,
        max(a.start_due_on) AS start_due_on, max(a.complete_due_on) AS complete_due_on, max(a.started_on) AS started_on, max(a.completed_on) AS completed_on, min(a.sheet_id) AS sheet_id, min(a.line) AS line
    FROM fact.allocation AS a JOIN p ON a.signed_on <= p.as_of AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    WHERE a.unit = coalesce(CAST($unit AS VARCHAR), a.unit) GROUP BY a.supply_id
), due AS (
    SELECT s.supply_id, '动工' AS item, s.start_due_on AS due_on FROM supply AS s JOIN p ON s.start_due_on > p.as_of AND s.start_due_on <= p.until
    WHERE s.started_on IS NULL OR s.started_on > p.as_of
    UNION ALL
    SELECT s.supply_id, '竣工', s.complete_due_on FROM supply AS s JOIN p ON s.complete_due_on > p.as_of AND s.complete_due_on <= p.until
    WHERE s.completed_on IS NULL OR s.completed_on > p.as_of
)
SELECT d.item AS "到期事项", d.due_on AS "约定日期", d.due_on - p.as_of AS "还有天数", s.supply_id AS "电子监管号", s.contract_no AS "合同编号", s.land_user AS "用地单位", s.land_use AS "土地用途",
    s.unit AS "责任单位", s.area AS "供地面积", h.file AS "文件", h.sheet AS "表", s.line AS "行"
FROM due AS d JOIN supply AS s ON s.supply_id = d.supply_id CROSS JOIN p LEFT JOIN load.sheet AS h ON h.sheet_id = s.sheet_id
ORDER BY d.due_on, d.item, s.supply_id
