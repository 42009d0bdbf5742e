"""How a year works: the rule book and what its words mean, from the needs of villages to the ceilings of agencies."""
