-- 处置方式的名称（R9）。
(code) AS CASE code WHEN 'D1' THEN '动工开发' WHEN 'D2' THEN '延长动工期限' WHEN 'D3' THEN '调整用途或规划条件'
    WHEN 'D4' THEN '政府安排临时使用' WHEN 'D5' THEN '协议有偿收回' WHEN 'D6' THEN '置换' WHEN 'D7' THEN '征缴闲置费'
    WHEN 'D8' THEN '无偿收回' WHEN 'D9' THEN '转让或合作开发' WHEN 'D0' THEN '认定撤销' END
