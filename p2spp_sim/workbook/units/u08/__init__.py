"""Unit 08: eight sessions among six actors, the class's own mean, four conditions of a body, and years in Wanasari."""
