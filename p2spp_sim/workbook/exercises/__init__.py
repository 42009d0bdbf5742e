"""Exercises that check themselves: the question bank, what is right, how it is asked and judged."""
