"""What pages are made of: clocks, pills, tables and paging, as values that templates draw."""
