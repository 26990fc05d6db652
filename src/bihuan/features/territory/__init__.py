"""Territory (辖区): the tree of zones, its history, and places."""
