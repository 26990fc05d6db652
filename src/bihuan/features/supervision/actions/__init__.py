"""What posts do in the loop."""
