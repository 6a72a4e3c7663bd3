ATTACH {{quote .}} AS edition (READ_ONLY);
USE edition;
SET enable_external_access = false;
SET lock_configuration = true
