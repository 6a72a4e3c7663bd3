SET VARIABLE stage = {{quote .}}
