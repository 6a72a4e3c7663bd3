-- 看板：每个指标的定义、算法、分子分母是什么，依据哪个清单。
-- grain: indicator shown on the page. list names the rows behind it: dash_batch, dash_idle or dash_change.
WITH word AS (
    SELECT 'supply_rate' AS indicator, '已供面积 ÷ 应供面积' AS how, '已供：每个批次、每个单位的供地分摊（已签订、未撤销），不超过应供面积' AS top, '应供：批准面积（有新增建设用地面积的用新增）减核销、减调整使用' AS bottom, 'batch' AS list
    UNION ALL SELECT 'supply_rate_gross', '已供面积 ÷ 批准面积', '已供：同供地率', '批准面积，不扣核销和调整', 'batch'
    UNION ALL SELECT 'stock_clearance_rate', '（起点未供 − 现在未供）÷ 起点未供，同一些批次', '起点以来减少的未供面积', '起点的未供面积', 'batch'
    UNION ALL SELECT 'pre2014_clearance_rate', '（起点未供 − 现在未供）÷ 起点未供，2014年以前批准的', '起点以来减少的未供面积', '起点的未供面积', 'batch'
    UNION ALL SELECT 'supply_gap_ha', '目标 × 应供面积 − 已供面积，不小于零', NULL, NULL, 'batch'
    UNION ALL SELECT 'unsupplied_ha', '应供面积 − 已供面积', NULL, NULL, 'batch'
    UNION ALL SELECT 'disposed_ha', '本季供应 + 核销 + 调整使用', NULL, NULL, 'change'
    UNION ALL SELECT 'idle_disposal_rate', '已处置面积 ÷ 累计认定面积', '已处置：各处置方式的面积，不超过该宗面积；征缴闲置费不算，延期到期未动工的不再算', '截至截止日依法认定的闲置土地面积，认定撤销的除外', 'idle'
    UNION ALL SELECT 'idle_disposal_rate_count', '已处置宗数 ÷ 累计认定宗数', '整宗处置完的宗数', '依法认定的宗数', 'idle'
    UNION ALL SELECT 'idle_closing', '期初 + 新增 − 处置 − 认定撤销', NULL, NULL, 'idle'
    UNION ALL SELECT 'idle_closing_count', '还有未处置面积的宗数', NULL, NULL, 'idle'
    UNION ALL SELECT 'idle_fee_due', '企业自身原因、满一年、未处置、没有征缴闲置费决定的宗数', NULL, NULL, 'idle'
    UNION ALL SELECT 'idle_takeback_due', '企业自身原因、满两年、未处置、没有收回决定的宗数', NULL, NULL, 'idle'
)
SELECT f.indicator, split_part(f.title, '：', 1) AS title, split_part(f.title, '：', 2) AS definition, w.how, w.top, w.bottom, w.list
FROM word AS w JOIN kpi.figure AS f ON f.indicator = w.indicator JOIN frame.policy AS p ON p.as_of = f.as_of
WHERE f.unit = '全区'
ORDER BY f.seq
