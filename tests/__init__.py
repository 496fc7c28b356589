"""The tests; a package, because one of our dependencies installs a folder called tests beside it."""
