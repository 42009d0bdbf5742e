"""What many runs tell: comparisons, sweeps, sensitivity, policies under doubt, evidence, and a year of the nation."""
