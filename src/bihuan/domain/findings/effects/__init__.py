"""What each act changes, by the stage it belongs to."""
