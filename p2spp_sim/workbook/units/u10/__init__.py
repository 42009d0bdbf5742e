"""Unit 10: the dashboard of a setrawan: lamps of eight sasaran, who owns them, three actions, and a plan of 90 days."""
