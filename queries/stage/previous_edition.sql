ATTACH {{quote .}} AS previous (READ_ONLY)
