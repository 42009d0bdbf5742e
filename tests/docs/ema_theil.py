"""The Theil index of `docs/bagian/indikator.md` in EMA Workbench: its lines are counted beside ours."""

import numpy as np
from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

import p2spp_sim as p2

WORLD, BASE = p2.World.load("wanasari"), p2.Scenario.load("2010")


# the index
def theil(pik_share=0.0):
    run = p2.run_year(WORLD, BASE.change(pik_share=pik_share), seed=7)
    people = WORLD.villages["population"]
    ratio = run.by_village("built", rupiah="useful") / people
    ratio = ratio / np.average(ratio, weights=people)
    logs = np.log(np.where(ratio > 0, ratio, 1))
    return {"theil": np.average(ratio * logs, weights=people)}


# the study
model = Model("theil", function=theil)
model.levers = [RealParameter("pik_share", 0.0, 0.6)]
model.outcomes = [ScalarOutcome("theil")]
with SequentialEvaluator(model) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(policies=4)
# the end
