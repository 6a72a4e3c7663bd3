-- 闲置土地处置进展表
WITH row AS (
    SELECT i.unit, i.recognised_count, i.recognised, i.done_count, i.done, i.new_area, i.closing, i.fee_due, i.takeback_due, r.rank, r.status,
        row_number() OVER (ORDER BY i.unit = '全区', u.unit_code, i.unit) AS seq
    FROM total.idle AS i JOIN frame.policy AS p ON p.as_of = i.as_of LEFT JOIN frame.unit AS u ON u.unit = i.unit
    LEFT JOIN rank.unit AS r ON r.unit = i.unit AND r.as_of = i.as_of
)
SELECT CASE WHEN unit = '全区' THEN '' ELSE CAST(seq AS VARCHAR) END AS "序号", CASE WHEN unit = '全区' THEN '合计' ELSE unit END AS "单位",
    CAST(recognised_count AS VARCHAR) AS "累计认定/宗数", area_text(recognised) AS "累计认定/面积", CAST(done_count AS VARCHAR) AS "已处置/宗数", area_text(done) AS "已处置/面积",
    coalesce(rate_text(done, recognised), '—') AS "处置率（面积）", coalesce(rate_text(CAST(done_count AS DECIMAL(18, 6)), CAST(recognised_count AS DECIMAL(18, 6))), '—') AS "处置率（宗数）",
    area_text(new_area) AS "本季新增", area_text(closing) AS "期末存量", CAST(fee_due AS VARCHAR) AS "满1年未征费", CAST(takeback_due AS VARCHAR) AS "满2年未收回",
    CASE WHEN unit = '全区' THEN '' ELSE coalesce(CAST(rank AS VARCHAR), CASE status WHEN '无任务' THEN '无任务' END, '—') END AS "排名"
FROM row ORDER BY seq
