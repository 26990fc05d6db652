"""The nightly review (复盘会): freeze, meeting, decisions, minutes, tomorrow's plan."""
