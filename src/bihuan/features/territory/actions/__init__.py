"""What can be done with zones, their boundaries, and places."""
