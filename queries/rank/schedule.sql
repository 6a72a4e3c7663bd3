-- 序时进度：按攻坚期已过月数应达到的供地率和处置率（R13）。
-- grain: unit, as_of. In % with six places; r(T0) counts as 0 where nothing was due then.
-- scheduled = r(T0) + (target - r(T0)) * k / n = (r(T0) * (n - k) + target * k) / n: without a negative part, so rounded half up once.
WITH base AS (
    SELECT t.unit, coalesce(pct(t.supplied, t.due), 0) AS supply_base, coalesce(pct(i.done, i.recognised), 0) AS idle_base
    FROM frame.policy AS p JOIN total.standing AS t ON t.as_of = p.stock_from LEFT JOIN total.idle AS i ON i.unit = t.unit AND i.as_of = t.as_of
)
SELECT t.unit, t.as_of, c.months_run, p.attack_months,
    part_of(CAST(b.supply_base * (p.attack_months - c.months_run) + p.supply_target * c.months_run AS DECIMAL(18, 6)), CAST(1 AS DECIMAL(18, 6)), CAST(p.attack_months AS DECIMAL(18, 6))) AS supply_schedule,
    part_of(CAST(b.idle_base * (p.attack_months - c.months_run) + p.idle_target * c.months_run AS DECIMAL(18, 6)), CAST(1 AS DECIMAL(18, 6)), CAST(p.attack_months AS DECIMAL(18, 6))) AS idle_schedule
FROM total.standing AS t JOIN base AS b ON b.unit = t.unit JOIN clean.calendar AS c ON c.as_of = t.as_of CROSS JOIN frame.policy AS p
