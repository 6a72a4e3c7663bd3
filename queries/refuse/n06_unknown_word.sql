-- 处置方式、核销类型、任务类别认不出的行退回（N06）。
SELECT sheet_id, line, 'N06' AS rule, 'way' AS field, way AS value,
    '处置方式认不出，请按 D1 动工开发、D2 延长动工期限、D3 调整用途或规划条件、D4 政府安排临时使用、D5 协议有偿收回、D6 置换、D7 征缴闲置费、D8 无偿收回、D9 转让或合作开发、D0 认定撤销填写' AS reason
FROM clean.idle_disposal WHERE row_class = 'data' AND way IS NOT NULL AND way_code(way) IS NULL
UNION ALL
SELECT sheet_id, line, 'N06', 'writeoff_type', writeoff_type, '类型认不出，请填失效、撤回、核销或调整使用'
FROM clean.writeoff WHERE row_class = 'data' AND writeoff_type IS NOT NULL AND writeoff_class(writeoff_type) IS NULL
UNION ALL
SELECT sheet_id, line, 'N06', 'category', category, '任务类别认不出，请填批而未供或闲置土地'
FROM clean.task WHERE row_class = 'data' AND category IS NOT NULL AND category NOT LIKE '%批而未供%' AND category NOT LIKE '%闲置%'
