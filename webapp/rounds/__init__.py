"""Opening, following and closing the rounds in which surveys are answered."""
