"""Ways in and out: the doors of a class, a laptop and a hub, the start page, and paper."""
