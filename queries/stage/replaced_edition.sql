ATTACH {{quote .}} AS replaced (READ_ONLY)
