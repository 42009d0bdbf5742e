"""The joint plausible set: states of all parameters in doubt that meet the published facts, stored, and made anew."""
