"""Studies: figures, and the notebook that holds the model against what was published."""
