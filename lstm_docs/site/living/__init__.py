"""Networks that run in the page, in their first state: a name that is read, and a training that is over."""
