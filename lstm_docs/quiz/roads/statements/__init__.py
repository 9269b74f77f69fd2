"""Whether statements hold, each measured. One file a topic."""
