"""Long proofs (kills, fuzz, hundreds of loads): run by `python3 mulai.py test tests/long`, never by default."""
