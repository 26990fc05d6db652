"""What can be done with compounds, gates and reports of sealed exits."""
