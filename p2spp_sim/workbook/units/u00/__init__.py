"""Unit 00: a first board that answers, who sits at the table, and the test before and after the course."""
