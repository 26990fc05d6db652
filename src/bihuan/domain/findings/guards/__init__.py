"""Every condition of the loop, by the stage that asks for it."""
