"""What the server and ``flask`` load. A server that is not fit to be trusted with notes does not start."""

import sys

from server.app import create_app
from server.config import BadConfig
from server.running import mark_running
from server.selfcheck import find_faults

try:
    app = create_app()
except BadConfig as error:
    sys.exit(f"Needlepoint does not start: {error}")

if app.config["NEEDLEPOINT"].serving:
    running = mark_running(app.config["NEEDLEPOINT"].data_dir)
    with app.app_context():
        faults = find_faults(app.config["NEEDLEPOINT"].data_dir)
    if faults:
        sys.exit("Needlepoint does not start:\n" + "\n".join(faults.values()))
