"""Many questions: what a set plans, the papers made of it, their marks, and what the marks of all say."""
