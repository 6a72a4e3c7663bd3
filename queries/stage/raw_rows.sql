SELECT CAST(coalesce(sum(estimated_size), 0) AS VARCHAR) AS row_count FROM duckdb_tables() WHERE database_name = 'memory' AND schema_name = 'raw'
