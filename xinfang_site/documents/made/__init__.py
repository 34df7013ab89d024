"""Documents that were made (已制作文书): seen, downloaded, served, void; their text never changes."""
