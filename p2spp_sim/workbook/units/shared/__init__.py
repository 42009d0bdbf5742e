"""What several units show: proposals and their meeting, papers of a village, a kabupaten, funnels, paired draws."""
