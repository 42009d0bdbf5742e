"""What a study keeps in its folder: plan, what it was made of, part files and packs, and how a part is run again."""
