"""Blocks of runs: with which parts of their own, in which workers, on which executor."""
