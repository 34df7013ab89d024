"""Master data from sheets (基础数据导入): offices, people, code tables, the working calendar."""
