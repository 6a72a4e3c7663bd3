SELECT count(*) AS units FROM frame.policy
