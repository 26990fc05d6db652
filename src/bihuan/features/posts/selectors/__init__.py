"""Reads of posts and responsibilities."""
