"""Charts: what may be shown, drawn with matplotlib; only ``charts.drawing`` loads it, and only the worker loads that."""
