"""Charts: what may be shown, drawn with matplotlib; only ``charts.sheet`` loads it, and no page does."""
