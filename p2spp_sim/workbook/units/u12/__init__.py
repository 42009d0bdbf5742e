"""Unit 12: a purse of days for class, coaching and follow-up, a self-assessment, and the year of four jobs."""
