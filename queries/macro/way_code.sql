-- 闲置土地处置方式的代码 D0—D9（R9）；认不出为空。
(s) AS CASE
    WHEN regexp_matches(s, '^\s*[DdＤ][0-9]') THEN 'D' || regexp_extract(s, '[0-9]')
    WHEN s LIKE '%撤销%' THEN 'D0'
    WHEN s LIKE '%无偿收回%' THEN 'D8'
    WHEN s LIKE '%有偿收回%' OR s LIKE '%协议收回%' THEN 'D5'
    WHEN s LIKE '%闲置费%' THEN 'D7'
    WHEN s LIKE '%临时使用%' THEN 'D4'
    WHEN s LIKE '%置换%' THEN 'D6'
    WHEN s LIKE '%转让%' OR s LIKE '%合作开发%' THEN 'D9'
    WHEN s LIKE '%调整%用途%' OR s LIKE '%规划条件%' THEN 'D3'
    WHEN s LIKE '%延长%' OR s LIKE '%补充协议%' OR s LIKE '%延期%' THEN 'D2'
    WHEN s LIKE '%动工%' OR s LIKE '%开工%' THEN 'D1'
END
