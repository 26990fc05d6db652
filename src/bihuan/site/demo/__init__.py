"""The demo city: real register and real published figures; people and findings are 示意."""
