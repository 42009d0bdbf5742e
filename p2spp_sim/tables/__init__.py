"""Tables that people keep in files of their own: cells, columns, and the reader that names every fault at once."""
