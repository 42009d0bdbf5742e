"""Own lists of proposals, recess notes and agency works: reading them, likely partners, and the note that goes home."""
