"""The command `p2spp`: one module for words on the line, one for what each command does, one for tables."""

from p2spp_sim.cli.program import main

__all__ = ["main"]
