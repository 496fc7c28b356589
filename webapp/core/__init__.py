"""What the platform means, in plain Python: no Flask, no SQLAlchemy, no files and no clock."""
