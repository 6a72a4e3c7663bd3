-- 补正行的退回标识对不上本季台账的行，或同一行补正了两次，退回（K02）。
SELECT sheet_id, line, 'K02' AS rule, '退回标识' AS field, row_id AS value,
    CASE WHEN original_line IS NULL THEN '本季台账里没有这个退回标识所指的行（原文件改了名、换了位置或已撤走）；原表已整张重报的，请删去本行'
        ELSE '同一个退回标识已有一行补正，只能补正一次；请删去旧的补正表' END AS reason
FROM frame.superseded
WHERE original_line IS NULL OR nth > 1
