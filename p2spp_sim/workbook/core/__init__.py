"""A unit as a notebook sees it: card, boards, terms, exercises, and its closing."""
