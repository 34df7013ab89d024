"""Making a document (制作文书): what the record knows and what is typed, a paper, a number, a file."""
