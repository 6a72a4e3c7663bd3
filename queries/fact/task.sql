-- 任务：各单位各年（季）的处置任务面积（F6）。
-- grain: one unit, category, year and quarter.
SELECT unit, unit_known, category, year, quarter, area, sheet_id, line FROM admit.task
