-- 商业、住宅等经营性用地以划拨方式供应
-- rule: S06
-- severity: F
-- grain: allocation row. 保障性、安置、公共租赁 and other housing that may be given by 划拨 is left alone.
SELECT 'supply' AS kind, a.supply_id AS key, a.unit, a.sheet_id, a.line,
    '供应方式是' || a.supply_way || '，土地用途是' || a.land_use || '；经营性用地应招标拍卖挂牌出让，请核对供应方式或用途' AS message
FROM fact.allocation AS a
WHERE a.supply_way LIKE '%划拨%'
    AND regexp_matches(a.land_use, '商业|商服|商住|商务|零售|批发|餐饮|旅馆|娱乐|住宅|房地产')
    AND NOT regexp_matches(a.land_use, '保障|安置|经济适用|廉租|公租|公共租赁|棚户|棚改|农村宅基地')
