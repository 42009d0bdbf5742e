"""What boards compute from: one world at a desk, its courses of years, clauses and sasaran."""
