"""Ways in and out: the class server, the start page, own lists, and paper."""
