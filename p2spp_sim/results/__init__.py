"""What a run tells: its record, its tables, one proposal's life, the proof that nothing is lost, and the indicators."""
