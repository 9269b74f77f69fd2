"""What every part stands on: errors, YAML with its lines, files written whole. It knows nothing of LSTMs."""
