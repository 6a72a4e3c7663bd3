-- 未供即用工业
-- 现状阶段为未供即用、尚有未供面积的地块。地块台账没有用途一栏，名称、备注、未供原因里写明工业的排在前面，其余注“用途未写明”。
-- $words text = 工业|工厂|厂区|厂房|制造|产业|加工：认作工业的字样，几个用 | 隔开
-- $unit unit：责任单位，默认全部
WITH row AS (
    SELECT n.parcel_id, n.parcel_name, n.batch_id, s.unit, s.department, s.remaining, n.unsupplied_reason, n.planned_way, n.deadline, n.sheet_id, n.line,
        regexp_matches(concat_ws(' ', n.parcel_name, n.remark, n.unsupplied_reason, n.planned_way), CAST($words AS VARCHAR)) AS industrial
    FROM stand.parcel AS s JOIN fact.parcel AS n ON n.parcel_id = s.parcel_id
    WHERE s.in_cohort AND s.remaining > 0.005 AND n.stage = '未供即用' AND s.unit = coalesce(CAST($unit AS VARCHAR), s.unit)
)
SELECT r.parcel_id AS "地块编号", r.parcel_name AS "地块名称", r.batch_id AS "批准文号", r.unit AS "责任单位", r.department AS "主管部门", r.remaining AS "未供面积",
    CASE WHEN r.industrial THEN '工业' ELSE '用途未写明' END AS "用途", r.unsupplied_reason AS "未供原因", r.planned_way AS "拟处置方式", r.deadline AS "处置时限",
    h.file AS "文件", h.sheet AS "表", r.line AS "行"
FROM row AS r LEFT JOIN load.sheet AS h ON h.sheet_id = r.sheet_id
ORDER BY r.industrial DESC, r.remaining DESC, r.parcel_id
