"""What lies on the table of a class, printed: cards, posters, forms, slides, timer, certificates, as one folder."""
