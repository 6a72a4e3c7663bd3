-- 单元格里自带的计量单位，如“12.5亩”；没有则为空。
(s) AS nullif(regexp_extract(half_width(s), '(公顷|平方米|㎡|m²|m2|ha|亩|万元|元)\s*$', 1), '')
