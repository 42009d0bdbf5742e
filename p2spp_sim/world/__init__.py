"""What a district looks like: its tables, where they come from, and districts drawn at random."""
