-- 一行是数据、合计、重复表头还是注：看编号栏、名称栏、其余文字栏，也看未识别的栏（序号）。
-- total: 合计 and its kin; header: a key cell that repeats its own column's title; note: 注 and signatures.
-- A row without a key is a total where any of its texts is such a word or ends in one (高庄小计), and a note where its
-- first text begins like one. The first case is the common one and cheap: a key that begins like none of those words.
(key, name, texts, extra, key_title) AS CASE
    WHEN key <> key_title AND NOT regexp_matches(key, '^[\s总合小共累本其注备说填制审单数]') THEN 'data'
    WHEN regexp_matches(coalesce(key, name, ''), '^\s*(总\s*计|合\s*计|小\s*计|共\s*计|累\s*计|本页合计|其\s*中)') THEN 'total'
    WHEN key IS NULL AND regexp_matches(coalesce(name, ''), '(合\s*计|小\s*计|总\s*计)\s*[:：]?$') THEN 'total'
    WHEN key IS NULL AND regexp_matches(coalesce(extra, ''), '"\s*(总\s*计|合\s*计|小\s*计|共\s*计|其\s*中)[:：]?\s*"') THEN 'total'
    WHEN key IS NULL AND regexp_matches(texts, '(^|\|)\s*([^|]{0,20}(总\s*计|合\s*计|小\s*计)|共\s*计|累\s*计|本页合计|其\s*中)\s*[:：]?\s*(\||$)') THEN 'total'
    WHEN key IS NOT NULL AND key = key_title THEN 'header'
    WHEN regexp_matches(coalesce(key, name, ''), '^\s*(注|备注|说明|填表|制表|审核|填报|单位负责人|数据来源|填表说明)(人|单位|日期|时间)?[一二三四1-9]?\s*[:：]') THEN 'note'
    WHEN key IS NULL AND regexp_matches(texts, '^\s*(注|备注|说明|填表|制表|审核|填报|单位负责人|数据来源|填表说明)(人|单位|日期|时间)?[一二三四1-9]?\s*[:：]') THEN 'note'
    WHEN key IS NULL AND regexp_matches(coalesce(extra, ''), '"\s*(注|备注|说明|填表人|制表人|审核人|填报人|数据来源)\s*[:：]') THEN 'note'
    ELSE 'data'
END
