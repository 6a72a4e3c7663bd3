-- 看板：以前各季度的存量变动，与 stock_flow 同列：期初 + 新增 − 处置 = 期末，按本期台账重算。
-- grain: quarter end since T0 before the edition's day, ledger, step. rules: R5
WITH now AS (
    SELECT c.quarter, c.as_of, t.supplied - o.supplied AS supplied, t.written_off - o.written_off AS written_off, t.adjusted - o.adjusted AS adjusted,
        t.approved - o.approved AS added, o.unsupplied AS opening, t.unsupplied AS closing,
        i.opening AS idle_opening, i.new_area, i.disposed, i.cancelled, i.closing AS idle_closing
    FROM clean.calendar AS c JOIN total.standing AS t ON t.as_of = c.as_of AND t.unit = '全区'
    JOIN total.standing AS o ON o.as_of = c.previous_as_of AND o.unit = '全区' JOIN total.idle AS i ON i.as_of = c.as_of AND i.unit = '全区'
    WHERE c.role IN ('previous', 'history')
), step AS (
    SELECT quarter, as_of, '批而未供' AS ledger, 1 AS seq, '期初存量' AS step, 'open' AS kind, opening AS area FROM now
    UNION ALL SELECT quarter, as_of, '批而未供', 2, '新增', 'add', added FROM now
    UNION ALL SELECT quarter, as_of, '批而未供', 3, '供应', 'take', supplied FROM now
    UNION ALL SELECT quarter, as_of, '批而未供', 4, '核销', 'take', written_off FROM now
    UNION ALL SELECT quarter, as_of, '批而未供', 5, '调整使用', 'take', adjusted FROM now
    UNION ALL SELECT quarter, as_of, '批而未供', 6, '期末存量', 'close', closing FROM now
    UNION ALL SELECT quarter, as_of, '闲置土地', 1, '期初存量', 'open', idle_opening FROM now
    UNION ALL SELECT quarter, as_of, '闲置土地', 2, '新增', 'add', new_area FROM now
    UNION ALL SELECT quarter, as_of, '闲置土地', 3, '处置', 'take', disposed FROM now
    UNION ALL SELECT quarter, as_of, '闲置土地', 4, '认定撤销', 'take', cancelled FROM now
    UNION ALL SELECT quarter, as_of, '闲置土地', 5, '期末存量', 'close', idle_closing FROM now
), level AS (
    SELECT quarter, as_of, ledger, seq, step, kind, area, sum(CASE kind WHEN 'take' THEN -area WHEN 'close' THEN 0 ELSE area END) OVER (PARTITION BY as_of, ledger ORDER BY seq) AS after FROM step
)
SELECT quarter, ledger, seq, step, kind, CAST(area AS DECIMAL(18, 6)) AS area, area_text(area) AS area_text,
    CAST(CASE WHEN kind IN ('open', 'close') THEN 0 WHEN kind = 'add' THEN least(after, after - area) ELSE least(after, after + area) END AS DECIMAL(18, 6)) AS low,
    CAST(CASE WHEN kind IN ('open', 'close') THEN area WHEN kind = 'add' THEN greatest(after, after - area) ELSE greatest(after, after + area) END AS DECIMAL(18, 6)) AS high
FROM level ORDER BY as_of, ledger = '闲置土地', seq
