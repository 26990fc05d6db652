"""What can be done with measures."""
