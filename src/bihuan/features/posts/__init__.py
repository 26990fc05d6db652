"""Posts (岗位): who answers for what, and whether they can be reached."""
