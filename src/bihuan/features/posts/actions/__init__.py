"""What can be done with posts: enter a register, appoint, acknowledge, hand over, assign."""
