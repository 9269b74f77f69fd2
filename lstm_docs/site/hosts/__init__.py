"""What hosts load: the MkDocs plugin, the Markdown extension, and pages on disk for hosts that run neither."""
