"""Unit 05: Forum SKPD under fixed ceilings, the group's Renja against the recorded one, and what answering changes."""
