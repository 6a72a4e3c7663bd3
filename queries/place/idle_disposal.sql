-- 闲置处置归到闲置宗地。
-- grain: one disposal row. idle_area is NULL where the 闲置编号 is not in 闲置土地台账 (I09).
SELECT d.sheet_id, d.line, d.idle_id, way_code(d.way) AS way_code, d.way, d.disposed_area, d.disposed_on, d.disposed_month_only,
    d.document_no, d.new_start_due_on, i.idle_area
FROM admit.idle_disposal AS d LEFT JOIN admit.idle AS i ON i.idle_id = d.idle_id
