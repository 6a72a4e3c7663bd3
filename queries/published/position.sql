-- 本期截止日各批次的位置，留给下一期比较（T02、T03、R15）。
-- grain: batch, unit.
-- order: batch_id, unit
SELECT s.batch_id, s.unit, s.as_of, s.approved, s.written_off, s.adjusted, s.allocated, s.due, s.supplied, s.unsupplied
FROM stand.position AS s JOIN frame.policy AS p ON p.as_of = s.as_of
WHERE s.dimension = 'unit'
