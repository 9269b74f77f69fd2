"""`python -m lstm_docs`."""

from .cli import main

main(prog_name="lstm-docs")
