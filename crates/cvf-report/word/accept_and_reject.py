"""Opens a Word file in LibreOffice and writes its text with all changes accepted and rejected.

accept_and_reject.py FILE.docx FOLDER   (Debian: apt-get install libreoffice-writer-nogui python3-uno)
"""

import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

PIPE = "pipe,name=cvf-word;urp"


def connect(process):
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:{PIPE};StarOffice.ComponentContext")
        except Exception:
            if process.poll() is not None:
                raise
            time.sleep(1)
    raise TimeoutError("LibreOffice does not answer")


def main(file, folder):
    process = subprocess.Popen(["soffice", "--headless", "--norestore", f"--accept={PIPE};"])
    context = connect(process)
    make = lambda name: context.ServiceManager.createInstanceWithContext(f"com.sun.star.frame.{name}", context)
    desktop, dispatcher = make("Desktop"), make("DispatchHelper")
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    for command in ("Accept", "Reject"):
        document = desktop.loadComponentFromURL(pathlib.Path(file).absolute().as_uri(), "_blank", 0, (hidden,))
        frame = document.getCurrentController().getFrame()
        dispatcher.executeDispatch(frame, f".uno:{command}AllTrackedChanges", "", 0, ())
        pathlib.Path(folder, f"{command.lower()}ed.txt").write_text(document.getText().getString() + "\n")
        document.close(True)
    desktop.terminate()
    process.wait()


main(*sys.argv[1:3])
