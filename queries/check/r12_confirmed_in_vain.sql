-- 设置里审定了措施，而本期没有这条建议，正文不会写
-- rule: R12
-- severity: B
-- grain: unit confirmed for an action in this quarter that the rules do not propose.
WITH said AS (
    SELECT split_part(s.key, '.', 3) AS action, unnest(string_split(s.value, '、')) AS unit
    FROM load.setting AS s JOIN frame.policy AS p ON split_part(s.key, '.', 2) = p.quarter WHERE s.key LIKE 'confirmed.%'
)
SELECT 'setting' AS kind, 'confirmed.' || s.action || ' ' || s.unit AS key, s.unit, CAST(NULL AS INTEGER) AS sheet_id, CAST(NULL AS BIGINT) AS line,
    '设置里本季审定对' || s.unit || s.action || '，而按 R12 本期没有这条建议，正文不会写；请核对单位名称，或从 tongbao.toml 删去' AS message
FROM said AS s
WHERE s.unit <> '' AND NOT EXISTS (SELECT 1 FROM proposal.consequence AS c WHERE c.unit = s.unit AND c.action = s.action)
