"""Official papers (公文): described once as values, written as docx and shown as a page; GB/T 9704-2012."""
