"""Tables in and out: reading files, comparing registers, writing workbooks."""
