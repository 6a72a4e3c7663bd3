-- 本期截止日各宗闲置土地的状态，留给下一期比较。
-- grain: idle parcel.
SELECT s.idle_id, s.unit, s.as_of, s.recognised, s.done, s.open_area
FROM stand.idle AS s JOIN frame.policy AS p ON p.as_of = s.as_of
