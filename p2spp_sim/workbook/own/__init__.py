"""Pages for what a group brings along: its lists, its meeting, its kabupaten, and the papers that come of them."""
