"""Unit 07: the order of a Perdes, a village budget that must balance before it is sent, and who gets which report."""
