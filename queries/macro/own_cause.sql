-- 闲置由企业自身原因造成（I4、I5 只对这一类）。
(s) AS coalesce((s LIKE '%企业%' OR s LIKE '%自身%') AND s NOT LIKE '%政府%' AND s NOT LIKE '%混合%' AND s NOT LIKE '%不可抗力%', false)
