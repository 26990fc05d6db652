"""Situation (态势): what needs me now, search, and the pictures above the other features."""
