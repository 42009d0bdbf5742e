"""What several units show: a whole kabupaten, papers of a village, funnels, paired draws."""
