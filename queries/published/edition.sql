-- 已发布的各期：以前各期加本期。
-- grain: one edition.
SELECT quarter, as_of FROM previous.published.edition
UNION ALL
SELECT quarter, as_of FROM frame.policy
