SELECT CAST(json_serialize_sql({{quote .}}) AS VARCHAR)
