"""What can be changed: levers, each declared once, and scenarios, which give them values."""
