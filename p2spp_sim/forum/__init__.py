"""The one mechanism of every stage: gates, amendments, scores, ranks, pots filled by a rule; it knows no country."""
