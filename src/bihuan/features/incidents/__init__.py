"""Incidents (突发事件): what is being handled, at which level, on whose clock."""
