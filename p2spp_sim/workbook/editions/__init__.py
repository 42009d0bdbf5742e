"""Notebooks as files: editions for each reader, the English ones, and their catalogues."""
