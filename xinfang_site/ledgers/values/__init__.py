"""What one cell says (单元格的值): dates, names, numbers, phones and code words in every habit of writing."""
