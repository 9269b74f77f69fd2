"""The JSON Schemas by which an editor completes quiz files and sets."""
