"""The closed loop of a finding (闭环): states, guards, decisions, escalation, rates."""
