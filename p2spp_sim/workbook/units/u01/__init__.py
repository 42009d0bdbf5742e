"""Unit 01: twelve cards put on three lanes of a year, and the calendar of each regime with where its lanes miss."""
