-- 季度的文字：2024年二季度。
(d) AS CAST(year(d) AS VARCHAR) || '年' || substr('一二三四', CAST(quarter(d) AS INTEGER), 1) || '季度'
