"""The shell of the product: languages, guards, errors, headers, forms, and how an item is drawn and read."""
