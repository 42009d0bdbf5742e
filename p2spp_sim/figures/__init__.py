"""Figures of studies, each with words and figures for those who cannot see it.

They are made without pyplot, so drawing one leaves nothing behind; a `Drawing` shows itself in a notebook and saves
itself as SVG, PNG and CSV.
"""

from p2spp_sim.figures.about import About
from p2spp_sim.figures.calendar import (
    PokirMonths,
    Stop,
    calendar_drawing,
    calendar_figure,
    calendar_text,
    month_name,
    pokir_entry,
    stops,
)
from p2spp_sim.figures.convergence import convergence_drawing
from p2spp_sim.figures.drawing import Drawing
from p2spp_sim.figures.evidence import evidence_drawing, evidence_figure, evidence_text
from p2spp_sim.figures.fan import fan_drawing
from p2spp_sim.figures.forest import forest_drawing
from p2spp_sim.figures.funnel import funnel_drawing
from p2spp_sim.figures.gained import fifth_text, gained_drawing
from p2spp_sim.figures.gates import gates_drawing
from p2spp_sim.figures.heat import heat_drawing
from p2spp_sim.figures.lorenz import lorenz_drawing
from p2spp_sim.figures.several import several_bars_drawing, several_forest_drawing
from p2spp_sim.figures.spread import spread_drawing
from p2spp_sim.figures.tornado import sensitivity_drawing, tornado_drawing
from p2spp_sim.figures.years import years_drawing, years_figure, years_text

__all__ = [
    "About",
    "Drawing",
    "PokirMonths",
    "Stop",
    "calendar_drawing",
    "calendar_figure",
    "calendar_text",
    "convergence_drawing",
    "evidence_drawing",
    "evidence_figure",
    "evidence_text",
    "fan_drawing",
    "fifth_text",
    "forest_drawing",
    "funnel_drawing",
    "gained_drawing",
    "gates_drawing",
    "heat_drawing",
    "lorenz_drawing",
    "month_name",
    "pokir_entry",
    "sensitivity_drawing",
    "several_bars_drawing",
    "several_forest_drawing",
    "spread_drawing",
    "stops",
    "tornado_drawing",
    "years_drawing",
    "years_figure",
    "years_text",
]
