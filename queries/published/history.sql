-- 本期所见的历次指标值，留给下一期说明调整了哪些数（R15）。
-- grain: indicator, unit, as_of.
SELECT f.indicator, f.unit, f.as_of, f.numerator, f.denominator, f.value
FROM kpi.figure AS f JOIN clean.calendar AS c ON c.as_of = f.as_of
WHERE c.role <> 'aux' AND f.indicator IN ('due_ha', 'supplied_ha', 'unsupplied_ha', 'supply_rate', 'idle_recognised_ha', 'idle_done_ha', 'idle_closing', 'idle_disposal_rate')
