-- 处置行的闲置编号在闲置土地台账中查不到，退回（I09）。
SELECT sheet_id, line, 'I09' AS rule, 'idle_id' AS field, idle_id AS value, '闲置编号在闲置土地台账中查不到，请核对编号' AS reason
FROM place.idle_disposal
WHERE idle_area IS NULL
