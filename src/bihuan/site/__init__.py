"""Assembles the product: settings, addresses, base templates, the command line."""
