-- 认不出的一格：栏名和原文；空话不算。
(title, cell) AS CASE WHEN blank_null(cell) IS NOT NULL THEN title || '“' || cell || '”' END
