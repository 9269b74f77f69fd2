"""What a build keeps, what it serves beside its pages, and how it mends them."""
