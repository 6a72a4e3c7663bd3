-- 连续靠后单位
-- 排名在靠后一组的期数（连续、累计，只数已发布的和本期）和激励约束建议及依据（R12）；建议须经领导小组办公室审定。
-- governed: yes
SELECT r.rank AS "排名", k.unit AS "单位", k.low_streak AS "连续靠后期数", k.low_total AS "累计靠后期数", c.action AS "建议", c.evidence AS "依据",
    CASE WHEN c.confirmed THEN '已审定' WHEN c.action IS NOT NULL THEN '待审定' END AS "审定"
FROM judge.streak AS k JOIN frame.policy AS p ON TRUE
LEFT JOIN rank.unit AS r ON r.unit = k.unit AND r.as_of = p.as_of
LEFT JOIN proposal.consequence AS c ON c.unit = k.unit
WHERE k.low_total > 0 OR c.action IS NOT NULL
ORDER BY k.low_streak DESC, k.low_total DESC, r.rank DESC, k.unit, c.action
