-- 文号：去空白，各式括号统一为〔〕；原文留在 raw。
(s) AS CASE
    WHEN regexp_matches(s, '[\[\]【】()（）［］{}〈〉]') THEN translate(identifier(s), '[]【】()（）［］{}〈〉', '〔〕〔〕〔〕〔〕〔〕〔〕〔〕')
    ELSE identifier(s)
END
