"""Reports: a release to read and to take away, with the advisers' own words in it."""
