-- 同一电子监管号在同一批次、同一地块上重复统计，第二次退回（S01）。
WITH ranked AS (
    SELECT sheet_id, line, coalesce(supervision_no, contract_no) AS supply_no, row_number() OVER (
        PARTITION BY coalesce(supervision_no, contract_no),
            CASE WHEN parcel_id IS NULL THEN coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') ELSE parcel_id END
        ORDER BY sheet_id, line) AS occurrence
    FROM clean.supply
    WHERE row_class = 'data' AND fault_rule IS NULL AND coalesce(supervision_no, contract_no) IS NOT NULL
        AND signed_on IS NOT NULL AND coalesce(allocated_area, supply_area) > 0
)
SELECT sheet_id, line, 'S01' AS rule, 'supervision_no' AS field, supply_no AS value,
    '同一电子监管号在同一地块（批次）上已登记过一次，属重复统计' AS reason
FROM ranked
WHERE occurrence > 1
