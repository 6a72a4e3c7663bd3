-- 编号被电子表格改坏：成了小数或科学计数。
(s) AS coalesce(regexp_full_match(s, '\s*[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+\s*|\s*[0-9]+\.[0-9]+\s*'), false)
