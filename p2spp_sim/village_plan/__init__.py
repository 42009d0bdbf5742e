"""The papers of one village checked: medium-term plan, annual plan, meetings, documents and village budget.

`check_village(folder)` gives every finding as a table: lamp, what, where, which rule, what to do.
"""

from p2spp_sim.village_plan.budget import (
    Balance,
    Split,
    add_split,
    against_letters,
    against_plan,
    balance,
    money_in_order,
    out_of_order,
    self_help,
    shares,
    steps_by_date,
)
from p2spp_sim.village_plan.findings import Finding, check_village, findings
from p2spp_sim.village_plan.instrument import InstrumentItem, category, instrument, score
from p2spp_sim.village_plan.papers import (
    VILLAGE_TABLES,
    BudgetLine,
    Document,
    MeetingRecord,
    PlanLine,
    Village,
    WorkLine,
    read_village,
)
from p2spp_sim.village_plan.planning import (
    authority_fits,
    consistency,
    in_plan,
    in_year,
    timing,
    turned_back,
    women_share,
)
from p2spp_sim.village_plan.regimes import REGIMES, Regime, regime

__all__ = [
    "REGIMES",
    "VILLAGE_TABLES",
    "Balance",
    "BudgetLine",
    "Document",
    "Finding",
    "InstrumentItem",
    "MeetingRecord",
    "PlanLine",
    "Regime",
    "Split",
    "Village",
    "WorkLine",
    "add_split",
    "against_letters",
    "against_plan",
    "authority_fits",
    "balance",
    "category",
    "check_village",
    "consistency",
    "findings",
    "in_plan",
    "in_year",
    "instrument",
    "money_in_order",
    "out_of_order",
    "read_village",
    "regime",
    "score",
    "self_help",
    "shares",
    "steps_by_date",
    "timing",
    "turned_back",
    "women_share",
]
