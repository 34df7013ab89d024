"""Documents of a matter (文书): editable templates, numbers without gaps, what was made and how it was served."""
