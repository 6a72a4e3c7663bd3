-- 核销调整的类别：核销（含失效、撤回）或调整使用；认不出为空。
(s) AS CASE WHEN s LIKE '%调整%' THEN 'adjustment'
    WHEN s LIKE '%核销%' OR s LIKE '%失效%' OR s LIKE '%撤回%' OR s LIKE '%撤销%' THEN 'writeoff' END
