SET memory_limit = {{quote .Memory}};
SET threads = {{.Threads}};
SET temp_directory = '';
{{- range .Editions}}
ATTACH {{quote .Path}} AS {{.Name}} (READ_ONLY);
{{- end}}
USE {{(index .Editions 0).Name}};
SET enable_external_access = false;
SET allow_community_extensions = false;
SET lock_configuration = true
