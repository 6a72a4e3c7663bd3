-- 供应方式结构与均价
-- 一段时间签订、截止日未撤销的供地按供应方式归类：宗数、面积、价款和均价；均价只用有价款的宗地（价款之和除以它们的面积之和），一宗供地不因分摊到几个批次而重复。
-- chart: bar 供应方式 供地面积
-- $from day：签订日期从，默认本年1月1日
-- $to day：签订日期到，默认本期截止日
-- $unit unit：责任单位，默认全部；一宗分属几个单位的算给分摊最多的
WITH p AS (
    SELECT as_of, coalesce(CAST($from AS DATE), CAST(date_trunc('year', as_of) AS DATE)) AS day_from, coalesce(CAST($to AS DATE), as_of) AS day_to FROM frame.policy
), supply AS (
    SELECT a.supply_id, coalesce(max(a.supply_way), '方式未填') AS way, arg_max(a.unit, a.allocated_area) AS unit, coalesce(max(a.supply_area), sum(a.allocated_area)) AS area, max(a.price) AS price
    FROM fact.allocation AS a JOIN p ON a.signed_on BETWEEN p.day_from AND p.day_to AND (a.revoked_on IS NULL OR a.revoked_on > p.as_of)
    GROUP BY a.supply_id
), kept AS (
    SELECT way, area, price FROM supply WHERE unit = coalesce(CAST($unit AS VARCHAR), unit)
), summed AS (
    SELECT CASE WHEN GROUPING(way) = 1 THEN '合计' ELSE way END AS way, GROUPING(way) AS total, count(*) AS supplies, coalesce(sum(area), 0) AS area,
        coalesce(sum(price), 0) AS price, sum(CASE WHEN price > 0 THEN area END) AS priced_area, (SELECT sum(area) FROM kept) AS whole
    FROM kept GROUP BY ROLLUP (way)
)
SELECT way AS "供应方式", supplies AS "宗数", area AS "供地面积", pct(area, whole) AS "面积占比", price AS "成交价款万元",
    part_of(price, 1, priced_area) AS "均价万元每公顷", part_of(price, 1, priced_area * 15) AS "均价万元每亩"
FROM summed ORDER BY total, area DESC, way
