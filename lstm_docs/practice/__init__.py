"""What a learner remembers, what is asked next and why: the same on a page and in the terminal."""
