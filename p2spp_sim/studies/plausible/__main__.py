"""`python -m p2spp_sim.studies.plausible` makes the plausible set again."""

from p2spp_sim.studies.plausible.search import main

if __name__ == "__main__":
    main()
