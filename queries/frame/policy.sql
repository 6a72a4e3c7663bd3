-- 本期的政策口径：范围、目标、期限、阈值，每项都有默认值。
-- grain: one row. Source: settings; the rule ids stand in domain terms beside each key.
WITH s AS (SELECT key, value FROM load.setting)
SELECT
    max(value) FILTER (key = 'quarter') AS quarter,
    CAST(max(value) FILTER (key = 'quarter_end') AS DATE) AS quarter_end,
    CAST(max(value) FILTER (key = 'as_of') AS DATE) AS as_of,
    CAST(max(value) FILTER (key = 'cohort.from') AS DATE) AS cohort_from,
    CAST(max(value) FILTER (key = 'cohort.to') AS DATE) AS cohort_to,
    max(value) FILTER (key = 'cohort.base_area') AS base_area,
    CAST(max(value) FILTER (key = 'cohort.pre_year_before') AS DATE) AS pre2014_before,
    CAST(max(value) FILTER (key = 'cohort.stock_from') AS DATE) AS stock_from,
    CAST(max(value) FILTER (key = 'cohort.complete_tolerance_ha') AS DECIMAL(18, 6)) AS complete_tolerance,
    CAST(max(value) FILTER (key = 'targets.supply_rate') AS DECIMAL(9, 4)) AS supply_target,
    CAST(max(value) FILTER (key = 'targets.idle_disposal_rate') AS DECIMAL(9, 4)) AS idle_target,
    CAST(max(value) FILTER (key = 'targets.deadline') AS DATE) AS deadline,
    CAST(max(value) FILTER (key = 'targets.attack_from') AS DATE) AS attack_from,
    CAST(max(value) FILTER (key = 'targets.attack_months') AS INTEGER) AS attack_months,
    max(value) FILTER (key = 'targets.reading') AS reading,
    max(value) FILTER (key = 'idle.base') AS idle_base,
    CAST(max(value) FILTER (key = 'ranking.supply_weight') AS DECIMAL(9, 4)) AS supply_weight,
    CAST(max(value) FILTER (key = 'ranking.idle_weight') AS DECIMAL(9, 4)) AS idle_weight,
    CAST(max(value) FILTER (key = 'consequences.group_share') AS DECIMAL(9, 4)) AS group_share,
    CAST(max(value) FILTER (key = 'consequences.low_in_a_row') AS INTEGER) AS low_in_a_row,
    CAST(max(value) FILTER (key = 'consequences.low_in_all') AS INTEGER) AS low_in_all,
    CAST(max(value) FILTER (key = 'consequences.expose_below_share') AS DECIMAL(9, 4)) AS expose_below_share,
    CAST(max(value) FILTER (key = 'bulletin.listed_parcels') AS INTEGER) AS listed_parcels,
    max(value) FILTER (key = 'issuer.district') AS district,
    max(value) FILTER (key = 'synthetic') AS synthetic,
    CAST(max(value) FILTER (key = 'next_due') AS DATE) AS next_due
FROM s
