SELECT CAST(as_of AS VARCHAR) AS choice FROM clean.calendar WHERE role <> 'aux' ORDER BY as_of DESC
