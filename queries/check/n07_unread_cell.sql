-- 不影响计数的格认不出，该行照计，这些格按空白处理
-- rule: N07
-- severity: F
-- grain: accepted row. Deadlines, prices and contract days: what depends on them (clocks, reminders, fees) goes without.
WITH unread AS (
    SELECT 'batch' AS kind, b.batch_id AS key, b.unit, c.sheet_id, c.line, c.unread FROM clean.batch AS c JOIN fact.batch AS b ON b.sheet_id = c.sheet_id AND b.line = c.line WHERE c.unread IS NOT NULL
    UNION ALL
    SELECT 'parcel', f.parcel_id, f.unit, c.sheet_id, c.line, c.unread FROM clean.parcel AS c JOIN fact.parcel AS f ON f.sheet_id = c.sheet_id AND f.line = c.line WHERE c.unread IS NOT NULL
    UNION ALL
    SELECT 'supply', f.supply_id, f.unit, c.sheet_id, c.line, c.unread FROM clean.supply AS c JOIN fact.allocation AS f ON f.sheet_id = c.sheet_id AND f.line = c.line WHERE c.unread IS NOT NULL
    UNION ALL
    SELECT 'writeoff', f.batch_id, f.unit, c.sheet_id, c.line, c.unread FROM clean.writeoff AS c JOIN fact.writeoff AS f ON f.sheet_id = c.sheet_id AND f.line = c.line WHERE c.unread IS NOT NULL
    UNION ALL
    SELECT 'idle', f.idle_id, f.unit, c.sheet_id, c.line, c.unread FROM clean.idle AS c JOIN fact.idle AS f ON f.sheet_id = c.sheet_id AND f.line = c.line WHERE c.unread IS NOT NULL
    UNION ALL
    SELECT 'idle_disposal', f.idle_id, i.unit, c.sheet_id, c.line, c.unread FROM clean.idle_disposal AS c
    JOIN fact.idle_disposal AS f ON f.sheet_id = c.sheet_id AND f.line = c.line LEFT JOIN fact.idle AS i ON i.idle_id = f.idle_id WHERE c.unread IS NOT NULL
)
SELECT kind, key, unit, sheet_id, line, '认不出：' || unread || '，按空白处理；请改为 2024-06-30 一类的日期或阿拉伯数字' AS message
FROM unread
