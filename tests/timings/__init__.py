"""What machines did, read and compared."""
