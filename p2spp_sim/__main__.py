"""`python -m p2spp_sim` is the command `p2spp`."""

from p2spp_sim.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
