"""Unit 04: recess notes joined to proposals, against the key; and what schedule and a shared list change."""
