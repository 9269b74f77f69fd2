"""What several topics' second roads build and count with."""
