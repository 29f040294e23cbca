"""A review as Word, HTML, Excel and JSON."""
