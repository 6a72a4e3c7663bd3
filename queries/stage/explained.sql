SELECT indicator, unit, as_of, numerator, denominator, value, measure FROM mart.figures_csv
WHERE indicator = CAST($indicator AS VARCHAR) AND unit = CAST($unit AS VARCHAR) AND as_of = coalesce(CAST($as_of AS DATE), (SELECT as_of FROM frame.policy))
