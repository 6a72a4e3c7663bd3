-- 未供地块的现状阶段，归为三种。
(s) AS CASE WHEN s LIKE '%批而未征%' OR s LIKE '%未征%' THEN '批而未征' WHEN s LIKE '%未供即用%' OR s LIKE '%已用未供%' THEN '未供即用'
    WHEN s LIKE '%征而未供%' OR s LIKE '%已征未供%' THEN '征而未供' END
