"""The rules of legal study (学法规则): pure, days and numbers in, values out; knows no database and no web."""
