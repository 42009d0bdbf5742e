"""Unit 02: the RKP Desa held against the RPJM Desa line by line, and an instrument of twelve items."""
