"""The test before and after a course: two forms, on the screen and on paper, and what a class answered."""
