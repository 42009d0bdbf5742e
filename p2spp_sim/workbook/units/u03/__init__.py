"""Unit 03: five weights, a ceiling and a way of choosing; and three ways of choosing side by side."""
