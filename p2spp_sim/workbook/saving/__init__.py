"""What a learner has done: codes, result files and how they are read again."""
