-- 各期发布时的指标值：以前各期照抄，本期为本期截止日的值。
-- grain: quarter of the edition, indicator, unit.
SELECT quarter, indicator, unit, as_of, numerator, denominator, value FROM previous.published.figure
UNION ALL
SELECT p.quarter, f.indicator, f.unit, f.as_of, f.numerator, f.denominator, f.value
FROM kpi.figure AS f JOIN frame.policy AS p ON p.as_of = f.as_of
