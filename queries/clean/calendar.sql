-- 计算用的截止日：起点、各季度末、本期截止日，以及算流量要用的前一日。
-- grain: one as_of. role: current (the edition's day), previous (end of the quarter before), base (T0),
-- history (a quarter end since T0), aux (needed for flows only, never published).
-- sealed: yes
WITH p AS (SELECT as_of, stock_from FROM frame.policy),
quarters AS (
    SELECT last_day(date_add(date_trunc('quarter', p.stock_from), to_months(CAST(3 * i + 2 AS INTEGER)))) AS as_of
    FROM p, range(0, 400) AS r(i)
), days AS (
    SELECT q.as_of FROM quarters AS q, p WHERE q.as_of < p.as_of
    UNION SELECT as_of FROM p
    UNION SELECT stock_from FROM p WHERE stock_from < as_of
    UNION SELECT CAST(date_trunc('quarter', stock_from) AS DATE) - 1 FROM p
    UNION SELECT CAST(date_trunc('quarter', as_of) AS DATE) - 1 FROM p
    -- The quarter before the last: growth in two quarters running (R12) needs its stock.
    UNION SELECT CAST(date_trunc('quarter', CAST(date_trunc('quarter', as_of) AS DATE) - 1) AS DATE) - 1 FROM p
    UNION SELECT CAST(date_trunc('year', stock_from) AS DATE) - 1 FROM p
    UNION SELECT CAST(date_trunc('year', as_of) AS DATE) - 1 FROM p
)
SELECT d.as_of, CAST(date_trunc('quarter', d.as_of) AS DATE) - 1 AS previous_as_of,
    CASE WHEN d.as_of = p.as_of THEN 'current'
        WHEN d.as_of = CAST(date_trunc('quarter', p.as_of) AS DATE) - 1 AND d.as_of >= p.stock_from THEN 'previous'
        WHEN d.as_of = p.stock_from THEN 'base'
        WHEN d.as_of > p.stock_from AND d.as_of = last_day(d.as_of) AND month(d.as_of) % 3 = 0 THEN 'history'
        ELSE 'aux' END AS role,
    quarter_text(d.as_of) AS label, quarter_name(d.as_of) AS quarter,
    greatest(0, least(p2.attack_months, (year(d.as_of + 1) - year(p2.attack_from)) * 12 + month(d.as_of + 1) - month(p2.attack_from))) AS months_run
FROM days AS d, p, frame.policy AS p2
