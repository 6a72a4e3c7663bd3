SET temp_directory = {{quote .}};
SET preserve_insertion_order = true
