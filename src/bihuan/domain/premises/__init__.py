"""Compounds, their gates and ways out (门岗与通道): no door is ever sealed."""
