"""Unit 06: the leaking funnel of the recorded case, and a ceiling locked for the sub-district."""
