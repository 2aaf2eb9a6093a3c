"""Runs a command in a terminal and types: terminal.py TYPED... -- COMMAND...

Each argument before `--` is typed when the command asks for something; KILL ends the command
there and then. What the terminal showed is printed, and the command's exit code is the script's.
"""
import os
import pty
import re
import select
import signal
import sys
import time

cut = sys.argv.index("--")
typed, command = sys.argv[1:cut], sys.argv[cut + 1 :]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)

shown = b""


def read(until=None, limit=60):
    """Reads until the shown text ends like a question, or to the end."""
    global shown
    asked, end = b"", time.monotonic() + limit
    while time.monotonic() < end and not (until and until.search(asked)):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                more = os.read(terminal, 65536)
            except OSError:  # the other side is closed
                return
            if not more:
                return
            shown, asked = shown + more, asked + more


for text in typed:
    read(re.compile(rb"(\?|\]) $"))
    if text == "KILL":
        os.kill(child, signal.SIGKILL)
        break
    os.write(terminal, text.encode())
read()
status = os.waitpid(child, 0)[1]
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
