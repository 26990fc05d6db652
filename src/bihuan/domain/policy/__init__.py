"""Who may do what, where: the one policy of the product."""
