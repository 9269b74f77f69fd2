"""Where the command `lstm-docs`, and `python -m lstm_docs`, begins."""

from __future__ import annotations

import os
import signal

INTERRUPTED = 130


def run() -> None:
    """Run the command. Interrupted while it is still loading, it ends with status 130 and says nothing."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from .cli import main

    signal.signal(signal.SIGINT, before)
    main(prog_name="lstm-docs")


if __name__ == "__main__":
    run()
