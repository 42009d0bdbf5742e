"""What a trainer sees of a class: its board, its book, and the recap of its files."""
