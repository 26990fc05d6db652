"""Django's SQLite backend, with tables that lie in the order of their key."""
