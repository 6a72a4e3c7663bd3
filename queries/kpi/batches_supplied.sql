-- 供完批次：已全部供出的批次个数，与有应供面积的批次个数相比
-- seq: 10
-- measure: 个
-- target: 
-- grain: unit, as_of. rules: F9
SELECT t.unit, t.as_of, t.batches_supplied AS numerator, t.batches_due AS denominator, t.batches_supplied AS value
FROM total.standing AS t
