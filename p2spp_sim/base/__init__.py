"""What every other room stands on: errors, language, files, random draws, numbers as people write them."""
