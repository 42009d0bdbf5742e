"""Unit 09: a package of clauses within political capital, and what it moves in a year of a kabupaten."""
