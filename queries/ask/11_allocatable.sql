-- 可直接划拨的基础设施与公益
-- 尚有未供面积、名称、备注或拟处置方式看得出是道路、绿地、学校、医院等的地块：可以直接办理划拨。字样可改；是否符合划拨用地目录由人核定。
-- $words text = 划拨|道路|公路|街道用地|市政|基础设施|公园|绿地|广场|学校|中学|小学|幼儿园|医院|卫生院|公共|公益|水利|供水|排水|污水|变电|消防：认作基础设施或公益的字样，几个用 | 隔开
-- $unit unit：责任单位，默认全部
WITH row AS (
    SELECT n.parcel_id, n.parcel_name, n.batch_id, s.unit, s.department, s.remaining, n.stage, n.planned_way, n.deadline, n.sheet_id, n.line,
        regexp_extract(concat_ws(' ', n.parcel_name, n.remark, n.planned_way), CAST($words AS VARCHAR)) AS word
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id
    WHERE s.in_cohort AND s.remaining > 0.005 AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT r.parcel_id AS "地块编号", r.parcel_name AS "地块名称", r.batch_id AS "批准文号", r.unit AS "责任单位", r.department AS "主管部门", r.remaining AS "未供面积",
    r.word AS "依据字样", r.stage AS "现状阶段", r.planned_way AS "拟处置方式", r.deadline AS "处置时限", h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
WHERE r.word <> ''
ORDER BY CASE r.stage WHEN '未供即用' THEN 1 WHEN '征而未供' THEN 2 WHEN '批而未征' THEN 3 ELSE 4 END, r.remaining DESC, r.parcel_id
