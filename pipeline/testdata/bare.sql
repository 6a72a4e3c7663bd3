CREATE TABLE bare AS FROM read_csv('FILE', all_varchar = true)
