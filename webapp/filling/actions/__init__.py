"""What changes a submission: saving a page, sending, approving and delivering."""
