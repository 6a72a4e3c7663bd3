-- 同一电子监管号在同一批次、同一地块上重复统计，第二次退回（S01）。
-- Which is the second never depends on the order of rows or files: the row that counts is the one signed first, then revoked, then the smaller.
WITH ranked AS (
    SELECT sheet_id, line, coalesce(supervision_no, contract_no) AS supply_no, row_number() OVER (
        PARTITION BY coalesce(supervision_no, contract_no),
            CASE WHEN parcel_id IS NULL THEN coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') ELSE parcel_id END
        ORDER BY signed_on, revoked_on NULLS LAST, coalesce(allocated_area, supply_area), approval_no, batch_name, started_on NULLS LAST, supply_area,
            contract_no, supply_way, land_user, land_use, price, sheet_id, line) AS occurrence,
        count(DISTINCT coalesce(allocated_area, supply_area)) OVER (PARTITION BY coalesce(supervision_no, contract_no),
            CASE WHEN parcel_id IS NULL THEN coalesce(approval_no, '') || ' ' || coalesce(batch_name, '') ELSE parcel_id END) AS areas
    FROM clean.supply
    WHERE row_class = 'data' AND fault_rule IS NULL AND coalesce(supervision_no, contract_no) IS NOT NULL
        AND signed_on IS NOT NULL AND coalesce(allocated_area, supply_area) > 0
)
SELECT sheet_id, line, 'S01' AS rule, 'supervision_no' AS field, supply_no AS value,
    '同一电子监管号在同一地块（批次）上登记了不止一次，属重复统计' || CASE WHEN areas > 1 THEN '；各次面积不同，暂按其中签订最早、面积最小的一行计入，请核对后只留正确的一行'
        ELSE '，只计一次；请删去多余的行' END AS reason
FROM ranked
WHERE occurrence > 1
