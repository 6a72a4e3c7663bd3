-- 一公顷合多少：公顷 1，亩 15，平方米 10000；不是面积单位则为空。
(measure) AS CASE measure WHEN '公顷' THEN 1 WHEN 'ha' THEN 1 WHEN '亩' THEN 15 WHEN '平方米' THEN 10000 WHEN '㎡' THEN 10000
    WHEN 'm²' THEN 10000 WHEN 'm2' THEN 10000 END
