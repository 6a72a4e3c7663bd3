CREATE TABLE batch AS SELECT * FROM read_csv('DIR/批次台账.csv');
CREATE TABLE parcel AS SELECT * FROM read_csv('DIR/地块台账.csv');
CREATE TABLE supply AS SELECT * FROM read_csv('DIR/供地台账.csv');
CREATE TABLE result AS
WITH area AS (
    SELECT 批准文号, 责任单位, sum(CAST("地块面积（公顷）" AS DECIMAL(18, 6))) AS area FROM parcel GROUP BY ALL
), supplied AS (
    SELECT s.批准文号, p.责任单位, sum(CAST(s."分摊面积（公顷）" AS DECIMAL(18, 6))) AS area
    FROM supply AS s JOIN parcel AS p USING (地块编号) WHERE s.签订日期 <= DATE '2024-06-30' GROUP BY ALL
)
SELECT a.责任单位, sum(least(coalesce(s.area, 0), a.area)) AS supplied, sum(a.area) AS due
FROM area AS a JOIN batch AS b ON b.批准文号 = a.批准文号 LEFT JOIN supplied AS s ON s.批准文号 = a.批准文号 AND s.责任单位 = a.责任单位
WHERE b.批准日期 BETWEEN DATE '2008-01-01' AND DATE '2018-12-31'
GROUP BY ALL;
