"""Unit 11: a kabupaten decided by six groups for five years, twice, and what is left when the programme has gone."""
