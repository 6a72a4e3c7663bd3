-- 收储、公告、流拍、临时用地、施工许可不是供地，退回（R6）。
SELECT sheet_id, line, 'R6' AS rule, 'supply_way' AS field, supply_way AS value,
    '收储、公告、流拍、临时用地、施工许可不是供地，不计入已供面积；请删去该行，或改填实际的供应方式' AS reason
FROM clean.supply WHERE row_class = 'data'
    AND regexp_matches(supply_way, '收储|收购储备|公告|流拍|流标|临时用地|施工许可')
